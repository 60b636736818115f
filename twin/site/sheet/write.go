package sheet

import (
	"errors"
	"maps"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// writer writes YAML and remembers which cell each value came from.
type writer struct {
	text  strings.Builder
	line  int
	col   int
	spots []spot
}

// spot is a value in the YAML.
type spot struct {
	line, from int // column, from 1
	cell       cell
}

func (w *writer) put(s string) {
	w.text.WriteString(s)
	if i := strings.LastIndexByte(s, '\n'); i >= 0 {
		w.line += strings.Count(s, "\n")
		w.col = len([]rune(s[i+1:]))
		return
	}
	w.col += len([]rune(s))
}

// mark says that what follows comes from a cell.
func (w *writer) mark(c cell) { w.spots = append(w.spots, spot{w.line + 1, w.col + 1, c}) }

// value writes a cell's text, in quotes where YAML would take it for something else.
func (w *writer) value(c cell) {
	w.mark(c)
	if strings.ContainsAny(c.text, "\"'#:{}[],&*!|>@`\\\n\t") || c.text != strings.TrimSpace(c.text) {
		w.put(strconv.Quote(c.text))
		return
	}
	w.put(c.text)
}

// pair writes "key: value", with a comma before it unless it is the first of its map; an empty cell is left out.
func (w *writer) pair(first *bool, key string, c cell) {
	if c.text == "" {
		return
	}
	if !*first {
		w.put(", ")
	}
	*first = false
	w.mark(c)
	w.put(key + ": ")
	if key == digits {
		w.mark(c)
		w.put(strconv.Quote(c.text))
		return
	}
	w.value(c)
}

// flow writes a map in one line.
func (w *writer) flow(r row, k keys) {
	w.mark(r[k[0].column])
	w.put("{ ")
	first := true
	w.pairs(&first, r, k)
	w.put(" }\n")
}

func (w *writer) pairs(first *bool, r row, k keys) {
	for _, x := range k {
		if x.in == nil {
			w.pair(first, x.key, r[x.column])
			continue
		}
		if !r.says(x.in) {
			continue
		}
		w.put(", " + x.key + ": { ")
		inner := true
		w.pairs(&inner, r, x.in)
		w.put(" }")
	}
}

// says says whether a row has any of the columns.
func (r row) says(k keys) bool {
	for _, c := range k.columns() {
		if r[c].text != "" {
			return true
		}
	}
	return false
}

// lines writes a map with a line for each key. The first one is indented otherwise, and is there in a list though it is empty.
func (w *writer) lines(r row, k keys, first, indent string) {
	for i, x := range k {
		c := r[x.column]
		if c.text == "" && (i > 0 || first == indent) {
			continue
		}
		w.put(first)
		first = indent
		w.mark(c)
		w.put(x.key + ": ")
		w.value(c)
		w.put("\n")
	}
}

// at returns the cell that a place in the YAML came from: the last one that begins before it.
func (w *writer) at(line, column int) (c cell, ok bool) {
	for _, s := range w.spots {
		if s.line > line || s.line == line && s.from > column {
			break
		}
		c, ok = s.cell, true
	}
	return c, ok
}

// site makes the plan of a site.
func (t *table) site(name string, rows []row) (Site, bool) {
	before := len(t.errs)
	w := &writer{}
	t.write(w, rows)
	if len(t.errs) > before {
		return Site{}, false
	}
	text := []byte(w.text.String())
	plan, err := site.Load(name, text)
	var found strict.Errors
	if errors.As(err, &found) {
		for _, e := range found {
			c, ok := w.at(e.Line, e.Column)
			if !ok {
				c = rows[0]["site"]
			}
			t.wrong(c, e.Message, e.Fix)
		}
		return Site{}, false
	}
	return Site{name, plan, text}, true
}

// write writes the plan of a site's rows.
func (t *table) write(w *writer, rows []row) {
	headKeys := own("site", "name", "currency", "unit")
	countryKeys := own("country", "rounding", "cash-rounding")
	all := append(headKeys.columns(), append(countryKeys.columns(), append(posKeys.columns(), decimalsKeys.columns()...)...)...)
	head := t.shared(rows, all...)
	w.put("# Made of a table of sites.\n")
	w.lines(head, headKeys, "", "")
	if head.says(decimalsKeys) {
		w.put("decimals: ")
		w.flow(head, decimalsKeys)
	}
	t.country(w, head, countryKeys, rows)
	t.list(w, "grades", rows, gradeKeys)
	t.list(w, "tanks", tankRows(rows), tankKeys)
	t.list(w, "buses", rows, busKeys)
	t.dispensers(w, rows)
	if head.says(posKeys) {
		w.put("pos: ")
		w.flow(head, posKeys)
	}
}

// tankRows are the rows as they speak of tanks: the grade of a nozzle that blends is not its tank's, where another says that.
func tankRows(rows []row) (all []row) {
	pure := map[string]bool{}
	for _, r := range rows {
		if !r.says(blendKeys[2:]) {
			pure[r["tank"].text] = true
		}
	}
	for _, r := range rows {
		if r.says(blendKeys[2:]) && pure[r["tank"].text] {
			r = maps.Clone(r)
			delete(r, "grade")
		}
		all = append(all, r)
	}
	return all
}

// list writes the things that a column numbers or names, each with what rows say of it together.
func (t *table) list(w *writer, name string, rows []row, k keys) {
	w.put(name + ":\n")
	for _, g := range t.groups(rows, k[0].column) {
		r := t.shared(g, k.columns()...)
		w.put("  - ")
		w.flow(r, k)
	}
}

// country writes the country and the taxes of the grades.
func (t *table) country(w *writer, head row, k keys, rows []row) {
	var taxed []row
	for _, g := range t.groups(rows, "grade") {
		if r := t.shared(g, "grade", "tax"); r["tax"].text != "" {
			taxed = append(taxed, r)
		}
	}
	if !head.says(k) && len(taxed) == 0 {
		return
	}
	w.put("country:\n")
	w.lines(head, k, "  ", "  ")
	if len(taxed) == 0 {
		return
	}
	w.put("  taxes:\n")
	for i, g := range t.groups(taxed, "tax") {
		w.put("    - { tax: " + code(i) + ", rate: ")
		w.value(g[0]["tax"])
		w.put(", grades: [")
		for i, r := range g {
			if i > 0 {
				w.put(", ")
			}
			w.value(r["grade"])
		}
		w.put("] }\n")
	}
}

// code is the code of the n-th tax of a site: A, B, C.
func code(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return "T" + strconv.Itoa(n)
}

// groups divides rows by a column, in the order in which its values come.
func (t *table) groups(rows []row, column string) (all [][]row) {
	index := map[string]int{}
	for _, r := range rows {
		key := r[column].text
		i, ok := index[key]
		if !ok || key == "" { // what is not named is nobody else's
			i = len(all)
			index[key] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], r)
	}
	return all
}

// shared returns what rows say of one thing together: the first value of each column that is not empty. One that differs is
// refused.
func (t *table) shared(rows []row, columns ...string) row {
	one := row{}
	for _, column := range columns {
		one[column] = rows[0][column]
		for _, r := range rows {
			c := r[column]
			switch have := one[column]; {
			case have.text == "":
				one[column] = c
			case c.text != "" && c.text != have.text:
				t.wrong(c, "the "+column+" of "+columns[0]+" "+rows[0][columns[0]].text+" is '"+have.text+"' in row "+strconv.Itoa(have.line),
					"it is one thing: give it once")
			}
		}
	}
	return one
}
