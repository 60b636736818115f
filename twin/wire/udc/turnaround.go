package udc

import (
	"time"

	"github.com/forecourt/forecourt/twin/wire"
)

// MostTurnAround returns how late a fuelling point may begin its answer.
func (dialect) MostTurnAround() time.Duration { return maxTurnAround }

var _ wire.Punctual = dialect{}
