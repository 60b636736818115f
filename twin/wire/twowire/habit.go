package twowire

import "github.com/forecourt/forecourt/twin/wire"

// Habits implements wire.Habitual: its status has no nozzle, only the transaction data has the hose.
func (dialect) Habits() wire.Habits { return wire.Habits{ReleasesAhead: true, StopEnds: true} }
