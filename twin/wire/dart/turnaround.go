package dart

import (
	"time"

	"github.com/forecourt/forecourt/twin/wire"
)

// MostTurnAround returns how late a pump may begin its answer; it must begin before 25 ms have passed.
func (dialect) MostTurnAround() time.Duration { return maxTurnAround - 1 }

var _ wire.Punctual = dialect{}
