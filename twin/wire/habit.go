package wire

// Habits are how things go between a controller and a pump of a dialect, where dialects differ in what a person sees.
type Habits struct {
	NamesNozzle   bool // a point that calls says which of its nozzles is out
	ReleasesAhead bool // a pump is released before a nozzle is lifted; else the controller keeps the release until then
	StopEnds      bool // a stop ends the sale; else it halts the pump, and the sale ends when the nozzle is home
}

// Habitual is a Dialect with other habits than most.
type Habitual interface{ Habits() Habits }

// HabitsOf returns a dialect's habits: all of them, unless it says otherwise.
func HabitsOf(d Dialect) Habits {
	if h, ok := d.(Habitual); ok {
		return h.Habits()
	}
	return Habits{NamesNozzle: true, ReleasesAhead: true, StopEnds: true}
}
