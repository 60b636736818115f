package sheet

import (
	"errors"
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
	w.value(c)
}

// flow writes a map in one line. keys are pairs of the key in the plan and the column.
func (w *writer) flow(r row, keys ...[2]string) {
	w.mark(r[keys[0][1]])
	w.put("{ ")
	first := true
	for _, k := range keys {
		w.pair(&first, k[0], r[k[1]])
	}
	w.put(" }\n")
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
	head := t.shared(rows, "site", "name", "currency", "unit", "country", "mode")
	w.put("# Made of a table of sites.\n")
	for _, k := range []string{"site", "name", "currency", "unit"} {
		if c := head[k]; c.text != "" {
			w.mark(c)
			w.put(k + ": ")
			w.value(c)
			w.put("\n")
		}
	}
	t.country(w, head, rows)
	w.put("grades:\n")
	for _, g := range t.groups(rows, "grade") {
		r := t.shared(g, "grade", "price")
		w.put("  - ")
		w.flow(r, [2]string{"grade", "grade"}, [2]string{"price", "price"})
	}
	w.put("tanks:\n")
	for _, g := range t.groups(rows, "tank") {
		r := t.shared(g, "tank", "grade", "capacity", "opening")
		w.put("  - ")
		w.flow(r, [2]string{"tank", "tank"}, [2]string{"grade", "grade"}, [2]string{"capacity", "capacity"}, [2]string{"opening", "opening"})
	}
	w.put("buses:\n")
	for _, g := range t.groups(rows, "bus") {
		r := t.shared(g, "bus", "dialect", "poll-cycle")
		w.put("  - ")
		w.flow(r, [2]string{"bus", "bus"}, [2]string{"dialect", "dialect"}, [2]string{"poll-cycle", "poll-cycle"})
	}
	t.dispensers(w, rows)
	if c := head["mode"]; c.text != "" {
		w.put("pos: { mode: ")
		w.value(c)
		w.put(" }\n")
	}
}

// country writes the country and the taxes of the grades.
func (t *table) country(w *writer, head row, rows []row) {
	var taxed []row
	for _, g := range t.groups(rows, "grade") {
		if r := t.shared(g, "grade", "tax"); r["tax"].text != "" {
			taxed = append(taxed, r)
		}
	}
	if head["country"].text == "" && len(taxed) == 0 {
		return
	}
	w.put("country:\n")
	if c := head["country"]; c.text != "" {
		w.put("  country: ")
		w.value(c)
		w.put("\n")
	}
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
