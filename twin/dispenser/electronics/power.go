package electronics

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
)

// powerOn starts the firmware: no prices, no release, no preset; totals and a sale that was not reset from the store.
func (e *Electronics) powerOn(env *machine.Env) {
	e.env, e.on, e.lost = env, true, true
	e.phase, e.status, e.afterwards = unprogrammed, forecourt.Status{}, 0
	e.priced, e.allowed, e.choosy, e.preset, e.alarms = false, nil, false, preset{}, nil
	for i := range e.nozzles {
		e.nozzles[i].price, e.nozzles[i].credit = e.noPrice(), e.noPrice()
	}
	e.level, e.onCredit = forecourt.Cash, false
	e.draw()
	if err := e.open(); err != nil {
		env.Fault(err) // New opened it once already
		return
	}
	e.session.Start(env.Now())
	if e.renewed {
		e.renew()
	}
	known := e.load()
	if known {
		e.raise(forecourt.AlarmCPUReset)
	}
	if e.sale != nil && !e.sale.done {
		e.cutOff()
	}
	if e.sale != nil && e.sale.cut {
		e.raise(forecourt.AlarmPowerFailure)
		e.sale.cut = false
		e.save()
	}
	for i := range e.nozzles {
		e.nozzles[i].out = env.Level(BootPort(i))
		e.watchCreep(i)
	}
	e.selected = e.firstOut()
	e.refresh()
}

// powerOff drops the outputs. The hold-up capacitor lasts to end a running sale.
func (e *Electronics) powerOff() {
	e.on = false
	e.rest()
	if e.sale == nil || e.sale.done {
		return
	}
	e.pulse()
	if e.profile.NoHoldUp {
		e.sale.metered = false
		return
	}
	e.cutOff()
}

// cutOff ends a sale that the power ended.
func (e *Electronics) cutOff() {
	s := e.sale
	s.cut, s.endedAt, e.afterwards = true, e.env.Now(), 0
	if s.reason == "" {
		s.reason = forecourt.EndedByFault
	}
	e.complete()
}
