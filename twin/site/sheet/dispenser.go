package sheet

// dispensers writes the dispensers, the blends of their nozzles and the card readers of their points.
func (t *table) dispensers(w *writer, rows []row) {
	w.put("dispensers:\n")
	var readers, blends []row
	for _, d := range t.groups(rows, "dispenser") {
		shared := t.shared(d, "dispenser", "model", "silence")
		w.lines(shared, own("dispenser").as("profile", "model").as("silence", "silence"), "  - ", "    ")
		w.put("    sides:\n")
		for _, side := range t.groups(d, "point") {
			r := t.shared(side, "point", "bus", "address", "reader", "reader-model")
			if r.says(readerKeys[:1]) {
				readers = append(readers, r)
			}
			w.lines(r, pointKeys, "      - ", "        ")
			w.put("        hoses:\n")
			t.hoses(w, side)
			for _, n := range side {
				if n.says(blendKeys[2:]) {
					n["point"] = r["point"]
					blends = append(blends, n)
				}
			}
		}
	}
	if len(blends) > 0 {
		w.put("hydraulics:\n  blends:\n")
		for _, r := range blends {
			w.put("    - ")
			w.flow(r, blendKeys)
		}
	}
	if len(readers) > 0 {
		w.put("card-readers:\n")
		for _, r := range readers {
			w.put("  - ")
			w.flow(r, readerKeys)
		}
	}
}

// hoses writes the hoses of a side: rows of one hose number are its grades.
func (t *table) hoses(w *writer, side []row) {
	for _, g := range t.groups(side, "hose") {
		r := t.shared(g, hoseKeys.columns()...)
		if len(g) == 1 {
			w.put("          - ")
			w.flow(g[0], append(nozzleKeys[:len(nozzleKeys):len(nozzleKeys)], hoseKeys...))
			continue
		}
		w.lines(r, hoseKeys, "          - ", "            ")
		w.put("            grades:\n")
		for _, pick := range g {
			w.put("              - ")
			w.flow(pick, nozzleKeys)
		}
	}
}
