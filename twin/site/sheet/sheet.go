package sheet

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// Site is a site of a table: its plan, and the plan's text.
type Site struct {
	Name string
	Plan *site.Plan
	YAML []byte
}

// The most that is read of a table, so that no file can take all memory.
const (
	mostBytes = 8 << 20
	mostRows  = 50_000
)

// cell is a value and its place.
type cell struct {
	text         string
	line, column int
}

// row is a row of the table by the names of its columns.
type row map[string]cell

// table is what is read of a file.
type table struct {
	file  string
	lines []string
	rows  []row
	errs  strict.Errors
}

// wrong reports a problem at a cell.
func (t *table) wrong(c cell, message, fix string) {
	e := strict.Error{File: t.file, Line: c.line, Column: c.column, Length: max(1, utf8.RuneCountInString(c.text)), Message: message, Fix: fix}
	if c.line >= 1 && c.line <= len(t.lines) {
		e.Source = t.lines[c.line-1]
	}
	t.errs = append(t.errs, e)
}

// Read reads the sites of a table, in the order of their first rows. Its error is strict.Errors with every mistake at its
// row and column.
func Read(file string, src []byte) ([]Site, error) {
	t := &table{file: file}
	if len(src) > mostBytes {
		return nil, strict.Errors{{File: file, Message: fmt.Sprintf("a table has at most %d bytes", mostBytes)}}
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	t.lines = strings.Split(strings.ReplaceAll(string(src), "\r\n", "\n"), "\n")
	t.read(src)
	if len(t.errs) > 0 {
		return nil, t.sorted()
	}
	sites, groups := []Site{}, map[string][]row{}
	var names []string
	for _, r := range t.rows {
		name := r["site"].text
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], r)
	}
	for _, name := range names {
		if s, ok := t.site(name, groups[name]); ok {
			sites = append(sites, s)
		}
	}
	if len(t.errs) > 0 {
		return nil, t.sorted()
	}
	return sites, nil
}

// sorted returns the problems in the order of their places.
func (t *table) sorted() strict.Errors {
	slices.SortStableFunc(t.errs, func(a, b strict.Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return t.errs
}

// read fills the rows.
func (t *table) read(src []byte) {
	r := csv.NewReader(bytes.NewReader(src))
	r.FieldsPerRecord = -1
	r.Comment = '#'
	r.TrimLeadingSpace = true
	if first, _, _ := strings.Cut(string(src), "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		r.Comma = ';'
	}
	var names []string
	for len(t.rows) <= mostRows {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			t.wrong(cell{line: broken.Line, column: broken.Column}, "this is no CSV: "+broken.Err.Error(), "a quote stands at both ends of a value, and twice inside of it")
			return
		}
		cells := t.cells(r, record)
		if names == nil {
			if names = t.header(cells); names == nil {
				return
			}
			continue
		}
		t.add(names, cells)
	}
	switch {
	case names == nil:
		t.wrong(cell{line: 1, column: 1}, "there is no table here", "its first row has the names of the columns")
	case len(t.rows) > mostRows:
		t.wrong(cell{line: 1, column: 1}, fmt.Sprintf("a table has at most %d rows", mostRows), "")
	case len(t.rows) == 0:
		t.wrong(cell{line: 1, column: 1}, "the table has no row", "each logical nozzle is one")
	}
}

// cells places what was read.
func (t *table) cells(r *csv.Reader, record []string) []cell {
	all := make([]cell, len(record))
	for i, text := range record {
		line, bytes := r.FieldPos(i)
		column := bytes
		if line <= len(t.lines) && bytes-1 <= len(t.lines[line-1]) {
			column = utf8.RuneCountInString(t.lines[line-1][:bytes-1]) + 1
		}
		all[i] = cell{strings.TrimSpace(text), line, column}
	}
	return all
}

// header reads the names of the columns; nil: they are wrong.
func (t *table) header(cells []cell) []string {
	var known, names []string
	for _, c := range Columns {
		known = append(known, c.Name)
	}
	before := len(t.errs)
	for _, c := range cells {
		name := strings.ReplaceAll(strings.ToLower(c.text), " ", "-")
		switch {
		case !slices.Contains(known, name):
			fix := "the columns are " + strings.Join(known, ", ")
			if meant := strict.Suggest(name, known); meant != "" {
				fix = "did you mean '" + meant + "'?"
			}
			t.wrong(c, "there is no column '"+c.text+"'", fix)
		case slices.Contains(names, name):
			t.wrong(c, "the column '"+name+"' is there twice", "")
		}
		names = append(names, name)
	}
	if len(t.errs) > before { // what is missing may be what is misspelt
		return nil
	}
	for _, c := range Columns {
		if c.Required && !slices.Contains(names, c.Name) {
			t.wrong(cells[0], "the column '"+c.Name+"' is missing", c.Doc+", as in "+c.Example)
		}
	}
	if len(t.errs) > before {
		return nil
	}
	return names
}

// add keeps a row.
func (t *table) add(names []string, cells []cell) {
	if len(cells) != len(names) {
		last := cells[min(len(cells), len(names)+1)-1]
		t.wrong(last, fmt.Sprintf("this row has %d values, the table has %d columns", len(cells), len(names)), "")
		return
	}
	r := row{}
	for i, c := range cells {
		r[names[i]] = c
	}
	if r["site"].text == "" {
		t.wrong(r["site"], "the row names no site", "")
		return
	}
	t.rows = append(t.rows, r)
}
