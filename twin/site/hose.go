package site

import (
	"errors"
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/strict"
)

// Hoses are the hoses of a side, one entry for each grade that they deliver. In a file a hose has one grade, or a list of
// those that are chosen by a button:
//
//	hoses:
//	  - { nozzle: 1, grade: diesel, tank: 1 }
//	  - pulses-per-unit: 100
//	    grades:
//	      - { nozzle: 2, grade: super-95, tank: 2 }
//	      - { nozzle: 3, grade: super-98, tank: 3 }
//
// On the wire each grade is a logical nozzle of its own, with its own price, totals and pulses: that is how pumps with one
// hose for several grades are numbered (A). To lift a logical nozzle is to lift its hose with the button of the grade
// pressed; one hose is out at a time, so that no two of its grades are. Keys beside `grades` hold for all of them, and each
// can have its own.
type Hoses []Hose

// UnmarshalStrict implements strict.Unmarshaler.
func (h *Hoses) UnmarshalStrict(n *strict.Node) error {
	if n.Kind() != strict.Seq || len(n.Items()) == 0 {
		return n.Wrong("hoses are a list with at least one", "start each with '- '")
	}
	var errs strict.Errors
	for i, item := range n.Items() {
		var x struct {
			Hose
			Grades strict.Node
		}
		x.Hose.Hose = i + 1
		if err := item.Decode(&x); err != nil {
			errs = append(errs, collect(err)...)
			continue
		}
		x.item, x.pick = i, -1
		list := item.Get("grades")
		if list == nil { // one grade
			*h, errs = append(*h, x.Hose), append(errs, x.missing(item)...)
			continue
		}
		more, wrong := x.Hose.picks(item, list)
		*h, errs = append(*h, more...), append(errs, wrong...)
	}
	if len(errs) > 0 {
		return errs
	}
	return nil
}

// picks reads the grades of a hose that has several, each with what the hose says of all.
func (x Hose) picks(item, list *strict.Node) (all []Hose, errs strict.Errors) {
	for _, key := range []string{"nozzle", "grade", "tank"} {
		if at := item.Get(key); at != nil {
			errs = append(errs, at.Wrong("a hose with several grades has a "+key+" in each of them", "move it into 'grades'"))
		}
	}
	if list.Kind() != strict.Seq || len(list.Items()) == 0 {
		return nil, append(errs, list.Wrong("the grades of a hose are a list", "start each with '- '"))
	}
	for i, entry := range list.Items() {
		pick := x
		pick.pick = i
		if err := entry.Decode(&pick); err != nil {
			errs = append(errs, collect(err)...)
			continue
		}
		for _, key := range []string{"hose", "satellite"} {
			if at := entry.Get(key); at != nil {
				errs = append(errs, at.Wrong("'"+key+"' belongs to the hose, not to one of its grades", "move it out of 'grades'"))
			}
		}
		all, errs = append(all, pick), append(errs, pick.missing(entry)...)
	}
	return all, errs
}

// missing says which of its keys a logical nozzle lacks.
func (x Hose) missing(n *strict.Node) (errs strict.Errors) {
	for _, key := range []string{"nozzle", "grade", "tank"} {
		if n.Get(key) == nil {
			errs = append(errs, n.Wrong("the key '"+key+"' is missing", ""))
		}
	}
	return errs
}

// place is the path to the logical nozzle from its side.
func (x Hose) place() []any {
	if x.pick < 0 {
		return []any{"hoses", x.item}
	}
	return []any{"hoses", x.item, "grades", x.pick}
}

// collect takes the problems out of the error of a Decode.
func collect(err error) strict.Errors {
	var all strict.Errors
	if !errors.As(err, &all) {
		panic(fmt.Sprintf("site: a decoder said %v", err)) // it says nothing else
	}
	return all
}

// checkHoses refuses hoses of one number, and grades that one hose has twice.
func (c *checker) checkHoses(all Hoses, in func(...any) []any) {
	owner := map[int]int{} // number of a hose to its place in the list
	type pick struct {
		hose  int
		grade forecourt.Grade
	}
	picked := map[pick]bool{}
	for _, x := range all {
		if item, taken := owner[x.Hose]; x.Hose < 1 || taken && item != x.item {
			c.wrong(fmt.Sprintf("hose %d is there twice on this side, or no number from 1", x.Hose), "", in("hoses", x.item, "hose")...)
		}
		owner[x.Hose] = x.item
		if k := (pick{x.Hose, x.Grade}); picked[k] {
			c.wrong(fmt.Sprintf("the hose has a button for %s already", x.Grade), "", in(append(x.place(), "grade")...)...)
		} else {
			picked[k] = true
		}
	}
}

// Shared says whether other grades come out of the same hose.
func (h Hoses) Shared(i int) bool {
	for k, other := range h {
		if k != i && other.Hose == h[i].Hose {
			return true
		}
	}
	return false
}
