package fdcfront

import (
	"strconv"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/forecourt"
)

// The fuelling modes of the interface are price levels: 1 is cash, 2 credit (C: which is which).

func modeOf(l forecourt.PriceLevel) string { return strconv.Itoa(int(l) + 1) }

// levelOf reads a ModeNo; none is cash.
func levelOf(mode string) (forecourt.PriceLevel, *desk.Refusal) {
	for _, l := range []forecourt.PriceLevel{forecourt.Cash, forecourt.Credit} {
		if mode == modeOf(l) || mode == "" {
			return l, nil
		}
	}
	return 0, &desk.Refusal{Reason: desk.BadValue, Why: "there are the modes 1, cash, and 2, credit"}
}
