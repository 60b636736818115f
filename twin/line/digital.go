package line

// Digital is a line with a level. A change reaches the far end at the same instant, after everything due that stands
// before the line; what drives and senses it has its own delays.
type Digital struct {
	bound
	eye        Eye
	level, far bool
}

// NewDigital returns a line that is low.
func NewDigital(eye Eye) *Digital { return &Digital{eye: eye} }

// Drive sets the level.
func (d *Digital) Drive(high bool) {
	if d.level == high {
		return
	}
	d.level = high
	d.sched.SetLine(d.slot, d.now())
}

// Level returns what the near end drives.
func (d *Digital) Level() bool { return d.level }

// Wake shows the far end the level, if it changed.
func (d *Digital) Wake() {
	if d.far == d.level {
		return
	}
	d.far = d.level
	d.eye.Level(d.far)
}
