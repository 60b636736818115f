package electronics

import (
	"slices"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/wire"
)

// obey takes a command from the controller.
func (e *Electronics) obey(n wire.Noun) {
	switch c := n.(type) {
	case forecourt.AllowNozzles:
		e.allow(c.Nozzles)
	case forecourt.PresetVolume:
		e.setPreset(preset{volume: c.Limit})
	case forecourt.PresetAmount:
		e.setPreset(preset{money: c.Limit})
	case forecourt.SetPrices:
		e.setPrices(c)
	case forecourt.SelectLevel:
		e.selectLevel(c.Level)
	case forecourt.Authorise:
		e.authorise()
	case forecourt.Reset:
		if e.may(reset) {
			e.clear()
		}
	case forecourt.Stop:
		if e.may(stop) {
			e.env.Tell(Stopped{})
			e.end(stop)
		}
	case forecourt.SwitchOff:
		e.switchOff()
	case forecourt.Suspend:
		e.suspend(c.Nozzle)
	case forecourt.Resume:
		e.resume(c.Nozzle)
	case forecourt.SetFillingType:
		e.onCredit = c.Credit
	case forecourt.SetOutput:
		// No part of the model shows it.
	default:
		e.answer(n)
	}
}

func (e *Electronics) allow(nozzles []forecourt.Nozzle) {
	e.allowed, e.choosy = slices.Clone(nozzles), true
	e.startIfOut()
}

func (e *Electronics) authorise() {
	if !e.may(authorise) {
		return
	}
	e.env.Tell(Authorised{Nozzles: e.allowedText()})
	e.move(authorise)
	e.env.After(timerPatience, e.profile.ReleaseExpires)
	e.startIfOut()
}

// startIfOut starts a released point whose allowed nozzle is out already.
func (e *Electronics) startIfOut() {
	if e.phase == authorised && e.selected != none && e.isAllowed(e.selected) && !e.dark {
		e.start(e.selected)
	}
}

func (e *Electronics) allowedText() string {
	var names []string
	for i := range e.nozzles {
		if e.isAllowed(i) {
			names = append(names, strconv.Itoa(int(e.nozzles[i].Nozzle)))
		}
	}
	return strings.Join(names, ", ")
}

func (e *Electronics) switchOff() {
	if e.phase == closing {
		e.afterwards = switchOff
		return
	}
	if !e.may(switchOff) {
		return
	}
	if e.sale != nil && !e.sale.done || e.phase == suspendedStarted {
		e.afterwards = switchOff
	}
	e.end(switchOff)
	if e.afterwards == switchOff && e.phase == ended {
		e.afterwards = 0
		e.move(switchOff)
	}
}

func (e *Electronics) suspend(n forecourt.Nozzle) {
	e.advance()
	if !e.may(suspend) {
		return
	}
	if s := e.sale; s != nil && !s.done {
		e.shut(s.nozzle)
		e.quiet()
		e.limit.IsShut = false
		if e.phase == fuelling {
			e.env.After(timerDisplay, e.settling()) // one more update, when the valves have settled
		}
	}
	e.env.Clear(timerPatience)
	e.env.Tell(Suspended{})
	e.report(forecourt.SuspendReport{Nozzle: n})
	e.move(suspend)
}

func (e *Electronics) resume(n forecourt.Nozzle) {
	if !e.may(resume) {
		return
	}
	e.env.Tell(Resumed{})
	e.report(forecourt.SuspendReport{Nozzle: n, Resumed: true})
	if e.sale == nil { // suspended before any nozzle was lifted
		e.phase = authorised
		e.refresh()
		e.env.After(timerPatience, e.profile.ReleaseExpires)
		e.startIfOut()
		return
	}
	e.move(resume)
	e.flowAt = e.env.Now()
	if e.phase == started {
		e.env.After(timerPatience, e.profile.ReleaseExpires)
		e.motorUp()
		return
	}
	e.env.After(timerPatience, e.profile.NoFlow)
	e.env.After(timerDisplay, e.profile.DisplayEvery)
	e.advance()
}
