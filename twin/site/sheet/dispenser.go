package sheet

// dispensers writes the dispensers and the card readers of their points.
func (t *table) dispensers(w *writer, rows []row) {
	w.put("dispensers:\n")
	var readers []row
	for _, d := range t.groups(rows, "dispenser") {
		w.put("  - dispenser: ")
		w.value(d[0]["dispenser"])
		w.put("\n    sides:\n")
		for _, side := range t.groups(d, "point") {
			r := t.shared(side, "point", "bus", "address", "reader")
			if r["reader"].text != "" {
				readers = append(readers, r)
			}
			for i, k := range [][2]string{{"fuelling-point", "point"}, {"bus", "bus"}, {"address", "address"}} {
				w.put([]string{"      - ", "        "}[min(i, 1)])
				w.mark(r[k[1]])
				w.put(k[0] + ": ")
				w.value(r[k[1]])
				w.put("\n")
			}
			w.put("        hoses:\n")
			t.hoses(w, side)
		}
	}
	if len(readers) == 0 {
		return
	}
	w.put("card-readers:\n")
	for _, r := range readers {
		w.put("  - ")
		w.flow(r, [2]string{"card-reader", "reader"}, [2]string{"fuelling-point", "point"})
	}
}

// nozzle are the keys of a logical nozzle.
var nozzle = [][2]string{{"nozzle", "nozzle"}, {"grade", "grade"}, {"tank", "tank"}}

// hoses writes the hoses of a side: rows of one hose number are its grades.
func (t *table) hoses(w *writer, side []row) {
	own := [][2]string{{"hose", "hose"}, {"flow", "flow"}, {"pulses-per-unit", "pulses-per-unit"}, {"satellite", "satellite"}}
	for _, g := range t.groups(side, "hose") {
		r := t.shared(g, "hose", "flow", "pulses-per-unit", "satellite")
		if len(g) == 1 {
			w.put("          - ")
			w.flow(g[0], append(nozzle[:len(nozzle):len(nozzle)], own...)...)
			continue
		}
		first := true
		for _, k := range own {
			if c := r[k[1]]; c.text != "" {
				w.put([]string{"            ", "          - "}[btoi(first)])
				first = false
				w.mark(c)
				w.put(k[0] + ": ")
				w.value(c)
				w.put("\n")
			}
		}
		w.put("            grades:\n")
		for _, pick := range g {
			w.put("              - ")
			w.flow(pick, nozzle...)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
