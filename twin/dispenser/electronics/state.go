package electronics

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/machine"
)

// phase is where the point stands; with the nozzle it makes the state that is reported.
type phase uint8

const (
	unprogrammed phase = iota
	idle
	authorised
	started
	fuelling
	suspendedStarted
	suspendedFuelling
	limited // the valves are shut, the nozzle is still out
	closing // the sale is over, the valves settle
	ended
	closed
)

var phaseNames = [...]string{
	"not programmed", "idle", "authorised", "started", "fuelling", "suspended before the flow", "suspended", "at its limit",
	"closing", "ended", "switched off",
}

func (p phase) String() string { return phaseNames[p] }

// input is what moves it.
type input uint8

const (
	authorise input = iota + 1
	stop
	switchOff
	reset
	suspend
	resume
	price
	lift
	hang
	flow
	reach
	noFlow
	settle
	expire
)

var inputNames = [...]string{
	"", "authorise", "stop", "switch off", "reset", "suspend", "resume", "a price", "lift", "hang", "flow", "a limit",
	"no flow", "settling", "expiry",
}

func (i input) String() string { return inputNames[i] }

func row(from phase, on input, to phase) machine.Row[phase, input] {
	return machine.Row[phase, input]{From: from, On: on, To: to}
}

// table is DART's, facts: pump-protocols.md section 1.7 (A), with closing between the end of a flow and status 5.
var table = machine.NewTable("fuelling point",
	row(unprogrammed, price, ended),
	row(unprogrammed, switchOff, closed),
	row(idle, authorise, authorised),
	row(idle, stop, ended),
	row(idle, switchOff, closed),
	row(authorised, lift, started),
	row(authorised, suspend, suspendedStarted),
	row(authorised, stop, ended),
	row(authorised, expire, idle),
	row(authorised, switchOff, closed),
	row(started, flow, fuelling),
	row(started, reach, limited),
	row(started, suspend, suspendedStarted),
	row(started, hang, closing),
	row(started, stop, closing),
	row(started, noFlow, closing),
	row(started, switchOff, closing),
	row(fuelling, reach, limited),
	row(fuelling, suspend, suspendedFuelling),
	row(fuelling, hang, closing),
	row(fuelling, stop, closing),
	row(fuelling, noFlow, closing),
	row(fuelling, switchOff, closing),
	row(suspendedStarted, resume, started),
	row(suspendedStarted, hang, closing),
	row(suspendedStarted, stop, closing),
	row(suspendedStarted, switchOff, closing),
	row(suspendedFuelling, resume, fuelling),
	row(suspendedFuelling, hang, closing),
	row(suspendedFuelling, stop, closing),
	row(suspendedFuelling, switchOff, closing),
	row(limited, hang, closing),
	row(limited, stop, closing),
	row(limited, switchOff, closing),
	row(limited, reset, idle),
	row(closing, settle, ended),
	row(ended, reset, idle),
	row(ended, switchOff, closed),
	row(closed, reset, idle),
	row(closed, stop, ended),
)

// may says whether an input is valid now, and records a fault when it is not.
func (e *Electronics) may(on input) bool {
	if _, ok := table.Next(e.phase, on); !ok {
		e.env.Fault(table.Refusal(e.phase, on))
		return false
	}
	return true
}

// move takes the table's arrow. One that is not there is a broken state machine.
func (e *Electronics) move(on input) {
	to, ok := table.Next(e.phase, on)
	if !ok {
		panic(fmt.Sprintf("electronics: %v", table.Refusal(e.phase, on)))
	}
	e.phase = to
	e.refresh()
}

// refresh reports the state if it is another than last reported.
func (e *Electronics) refresh() {
	s := e.currently()
	if s == e.status {
		return
	}
	e.status = s
	e.env.Tell(StateChanged{State: s.State, Ended: s.Ended, LimitReached: s.LimitReached})
	e.report(forecourt.StatusReport{Status: s})
}

func (e *Electronics) currently() forecourt.Status {
	resting := forecourt.Idle
	if e.selected != none {
		resting = forecourt.Calling
	}
	switch e.phase {
	case unprogrammed:
		return forecourt.Status{State: forecourt.Inoperative, Ended: e.sale != nil}
	case idle:
		return forecourt.Status{State: resting}
	case authorised:
		return forecourt.Status{State: forecourt.Authorised}
	case started:
		return forecourt.Status{State: forecourt.Started}
	case fuelling:
		return forecourt.Status{State: forecourt.Fuelling}
	case suspendedStarted:
		return forecourt.Status{State: forecourt.SuspendedStarted}
	case suspendedFuelling:
		return forecourt.Status{State: forecourt.SuspendedFuelling}
	case limited:
		return forecourt.Status{State: forecourt.Fuelling, LimitReached: true}
	case ended:
		return forecourt.Status{State: resting, Ended: true}
	case closed:
		return forecourt.Status{State: forecourt.Closed, Ended: e.sale != nil}
	}
	return e.status // closing: what it was, until the sale is final
}
