package electronics

import "github.com/forecourt/forecourt/twin/forecourt"

// tick is a display update.
func (e *Electronics) tick() {
	e.advance()
	e.checkPulser()
	e.checkBlend()
	if e.phase == fuelling || e.phase == suspendedFuelling {
		e.show()
	}
	if e.phase == fuelling {
		e.env.After(timerDisplay, e.profile.DisplayEvery)
	}
}

// impatient is called when a release may have expired, or fuel may have stopped to flow.
func (e *Electronics) impatient() {
	switch e.phase {
	case authorised:
		e.withdraw("no nozzle was lifted in time")
	case started:
		if e.advance(); e.phase == started {
			e.end(noFlow)
		}
	case fuelling:
		if e.advance(); e.phase != fuelling {
			return
		}
		if still := e.env.Now().Sub(e.flowAt); still < e.profile.NoFlow {
			e.env.After(timerPatience, e.profile.NoFlow-still)
			return
		}
		e.end(noFlow)
	}
}

// withdraw takes back a release that was not used, and its preset.
func (e *Electronics) withdraw(why string) {
	e.preset = preset{}
	e.env.Clear(timerPatience)
	e.env.Tell(ReleaseExpired{Why: why})
	e.move(expire)
}

// watch is called when the controller may have been silent for too long. Hear only notes an instant; this timer runs
// after it.
func (e *Electronics) watch() {
	e.heardAt = max(e.heardAt, e.env.Heard(PortBus))
	if due := e.heardAt.Add(e.profile.SilenceAfter); due > e.env.Now() {
		e.env.Set(timerWatch, due)
		return
	}
	e.env.Tell(ControllerLost{})
	e.lost = true
	e.env.Stir(PortBus) // from now on any frame matters
	if e.profile.Silence == GoOn {
		return
	}
	if e.phase == authorised {
		e.withdraw("the controller is silent")
	}
	if e.profile.Silence == StopAtOnce && e.sale != nil && !e.sale.done && e.phase != closing {
		e.end(stop)
	}
}

// releaseAlone releases a lifted nozzle where the device sells on while nobody polls. The sale before it gives way; its
// litres stay in the totals.
func (e *Electronics) releaseAlone() {
	if !e.lost || e.profile.Silence != StandAlone || !e.priced {
		return
	}
	if e.phase == ended {
		e.clear()
	}
	if e.phase == idle {
		e.allowed, e.choosy = nil, false
		e.authorise()
	}
}

// find is called by the first bytes after a silence, and after the device was switched on.
func (e *Electronics) find() {
	e.lost = false
	e.env.Tell(ControllerFound{})
	if e.profile.SilenceAfter > 0 {
		e.env.After(timerWatch, e.profile.SilenceAfter)
	}
	for _, a := range e.alarms {
		e.report(forecourt.AlarmReport{Alarm: a})
	}
	e.alarms = nil
	e.report(e.nozzleReport())
	e.report(forecourt.StatusReport{Status: e.status})
	if e.sale != nil {
		e.report(e.fillingReport())
	}
}
