package udc

import "github.com/forecourt/forecourt/twin/wire"

// Habits implements wire.Habitual: A5 needs a nozzle that is out, and A3 only halts.
func (dialect) Habits() wire.Habits { return wire.Habits{NamesNozzle: true} }
