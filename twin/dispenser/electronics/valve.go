package electronics

// setMotor commands the motor of nozzle i.
func (e *Electronics) setMotor(i int, on bool) {
	n := &e.nozzles[i]
	if n.motor != on {
		n.motor = on
		e.env.Drive(MotorPort(i), on)
	}
}

func (e *Electronics) setSlow(i int, open bool) {
	n := &e.nozzles[i]
	if n.slow != open {
		n.slow = open
		e.env.Drive(SlowPort(i), open)
		e.env.Tell(ValveSet{Nozzle: n.Nozzle, Valve: "slow", Open: open})
	}
}

func (e *Electronics) setFast(i int, open bool) {
	n := &e.nozzles[i]
	if n.fast != open {
		n.fast = open
		e.env.Drive(FastPort(i), open)
		e.env.Tell(ValveSet{Nozzle: n.Nozzle, Valve: "fast", Open: open})
	}
}

// shut commands both valves of nozzle i shut, the fast one first.
func (e *Electronics) shut(i int) {
	e.setFast(i, false)
	e.setSlow(i, false)
}

// rest drops every output.
func (e *Electronics) rest() {
	for i := range e.nozzles {
		e.shut(i)
		e.setMotor(i, false)
	}
}
