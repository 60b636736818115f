package payment

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
)

// FleetPrompt is what a fleet card's holder is asked for at the terminal (facts: payments.md section 7; which card asks what is
// data of the site plan).
type FleetPrompt string

// The prompts.
const (
	Odometer FleetPrompt = "odometer"
	Vehicle  FleetPrompt = "vehicle"
	Driver   FleetPrompt = "driver"
)

// prompts says how an answer looks: the text on the display, how many characters, whether digits only (C).
var prompts = map[FleetPrompt]struct {
	text        string
	least, most int
	digits      bool
}{
	Odometer: {"enter odometer", 1, 7, true},
	Vehicle:  {"enter vehicle number", 1, 8, false},
	Driver:   {"enter driver number", 1, 8, true},
}

// UnmarshalText reads one of the prompts.
func (p *FleetPrompt) UnmarshalText(b []byte) error {
	if *p = FleetPrompt(b); prompts[*p].text == "" {
		return fmt.Errorf("'%s' is none of: odometer, vehicle, driver", b)
	}
	return nil
}

// Text is what the terminal shows.
func (p FleetPrompt) Text() string { return prompts[p].text }

// Accepts says whether an answer has the form that is wanted: digits, or capital letters and digits for a vehicle.
func (p FleetPrompt) Accepts(answer string) bool {
	form := prompts[p]
	if len(answer) < form.least || len(answer) > form.most {
		return false
	}
	for _, c := range []byte(answer) {
		if (c < '0' || c > '9') && (form.digits || c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// Enter writes an answer into the data of a fill.
func (p FleetPrompt) Enter(into *forecourt.FleetData, answer string) {
	switch p {
	case Odometer:
		into.Odometer = answer
	case Vehicle:
		into.Vehicle = answer
	case Driver:
		into.Driver = answer
	}
}
