package reports

import (
	"errors"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire"
)

// Describer says a frame in words; from is the role that sent it.
type Describer func(from string, b []byte) string

// Line says which dialect is spoken on a line of a journal, and with which decimals.
type Line struct {
	Name           string        `json:"name"` // "bus 1", or the beginning of several: "bus"
	Dialect        string        `json:"dialect"`
	VolumeDecimals uint8         `json:"volume_decimals"`
	AmountDecimals uint8         `json:"amount_decimals"`
	PriceDecimals  uint8         `json:"price_decimals"`
	Unit           unit.Measure  `json:"unit"`
	Currency       unit.Currency `json:"currency,omitempty"`
	Lenient        bool          `json:"lenient,omitempty"`
}

// clients are the roles of a station that are an end of a dialect by another name.
var clients = map[string]string{"client": "gauge-reader"}

// LineOf describes a line from the options that its sessions were opened with.
func LineOf(name, dialect string, o wire.Options) Line {
	o = o.DefaultDecimals()
	return Line{name, dialect, o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals, o.Unit, o.Currency, o.Lenient}
}

// Describe returns a describer for a dialect; ok is false where nobody registered it.
func (l Line) Describe() (d Describer, ok bool) {
	dialect, ok := wire.Lookup(l.Dialect)
	if !ok {
		return nil, false
	}
	o := wire.Options{
		VolumeDecimals: l.VolumeDecimals, AmountDecimals: l.AmountDecimals, PriceDecimals: l.PriceDecimals,
		Unit: l.Unit, Currency: l.Currency, Lenient: l.Lenient,
	}
	first := string(dialect.Ends()[0])
	return func(from string, b []byte) string {
		direction := wire.FromDispenser
		if kind, _, _ := strings.Cut(from, " "); kind == first || kind == clients[first] {
			direction = wire.FromController
		}
		said, err := dialect.Describe(direction, b, o)
		var fault *wire.FrameError
		switch {
		case err == nil:
			return said
		case errors.As(err, &fault):
			return strings.TrimPrefix(fmt.Sprintf("%s; damaged: %s at byte %d", said, fault.Reason, fault.Offset), "; ")
		}
		return strings.TrimPrefix(said+"; damaged: "+err.Error(), "; ")
	}, true
}

// teller says the frames of one journal.
type teller struct {
	lines []Line
	extra map[string]Describer
	known map[string]Describer // by line; nil where nobody can say it
}

func newTeller(lines []Line, extra map[string]Describer) *teller {
	return &teller{lines, extra, map[string]Describer{}}
}

// words returns what a frame says, or nothing where nobody knows. A describer that panics costs its words, not the report.
func (t *teller) words(line, from string, b []byte) (said string) {
	d, ok := t.known[line]
	if !ok {
		d = t.find(line)
		t.known[line] = d
	}
	if d == nil {
		return ""
	}
	defer func() {
		if r := recover(); r != nil {
			said = fmt.Sprintf("the describer failed: %v", r)
		}
	}()
	return payment.Mask(d(from, b))
}

func (t *teller) find(line string) Describer {
	best, length := Describer(nil), -1
	for _, l := range t.lines {
		if strings.HasPrefix(line, l.Name) && len(l.Name) > length {
			if d, ok := l.Describe(); ok {
				best, length = d, len(l.Name)
			}
		}
	}
	if best != nil {
		return best
	}
	for prefix, d := range t.extra { // the longest is one only, whatever the order
		if strings.HasPrefix(line, prefix) && len(prefix) > length {
			best, length = d, len(prefix)
		}
	}
	return best
}
