package electronics

// boot takes a change of a boot. When the nozzle of a sale goes home the valves are commanded shut here and now.
func (e *Electronics) boot(i int, isOut bool) {
	n := &e.nozzles[i]
	if n.out == isOut {
		return
	}
	n.out = isOut
	if isOut {
		e.env.Tell(NozzleLifted{Nozzle: n.Nozzle, Grade: n.Grade})
		if e.selected == none {
			e.selected = i
			e.report(e.nozzleReport())
			e.releaseAlone()
			e.startIfOut()
			e.refresh()
		}
		return
	}
	e.env.Tell(NozzleHung{Nozzle: n.Nozzle})
	calls := e.selected == i
	if calls {
		e.selected = e.firstOut()
		e.report(e.nozzleReport())
	}
	if e.selling(i) {
		e.advance() // a limit reached at this very instant comes first
		e.finish(hang)
	}
	if calls {
		e.startIfOut()
		e.refresh()
	}
}

// selling says that nozzle i has a sale which is not over.
func (e *Electronics) selling(i int) bool {
	return e.sale != nil && !e.sale.done && e.sale.nozzle == i && e.phase != closing
}

func (e *Electronics) firstOut() int {
	for i := range e.nozzles {
		if e.nozzles[i].out {
			return i
		}
	}
	return none
}

func (e *Electronics) isAllowed(i int) bool {
	if !e.choosy {
		return true
	}
	for _, n := range e.allowed {
		if n == e.nozzles[i].Nozzle {
			return true
		}
	}
	return false
}
