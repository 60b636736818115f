package host

import (
	"errors"
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// SetRule changes what the issuer says to a card from now on; a balance begins anew.
type SetRule struct {
	Card string
	Rule Rule
}

// Silence makes the host deaf for a while: nothing is taken, nothing is answered. A span of zero ends it.
type Silence struct{ For time.Duration }

// LoseAdvices makes the host acknowledge so many advices and forget them.
type LoseAdvices struct{ Count int }

// CloseDay closes the settlement day.
type CloseDay struct{}

// Stimulus names.
func (SetRule) Stimulus() string     { return "set-rule" }
func (Silence) Stimulus() string     { return "silence" }
func (LoseAdvices) Stimulus() string { return "lose-advices" }
func (CloseDay) Stimulus() string    { return "close-day" }

func (h *Host) exchangeOf(m iso8583.Message) Exchange {
	x := Exchange{Card: "unknown", Terminal: m.Terminal, STAN: stanText(m), RRN: m.RRN}
	if card, _, known := cardOf(m); known {
		x.Card, x.Network = card.Name, h.route(card.PAN).Name
	}
	return x
}

func stanText(m iso8583.Message) string {
	if m.STAN == 0 {
		return ""
	}
	return m.STAN.String()
}

// reasonOf says an error without the bytes that a frame error carries.
func reasonOf(err error) string {
	var f *wire.FrameError
	if errors.As(err, &f) {
		return fmt.Sprintf("%s at byte %d", f.Reason, f.Offset)
	}
	return err.Error()
}
