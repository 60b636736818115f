package host

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// FleetDataHeard says what a driver typed at the terminal, as it came with a request.
type FleetDataHeard struct {
	Exchange Exchange `event:",inline"`
	Odometer string   `event:"odometer"`
	Vehicle  string   `event:"vehicle"`
	Driver   string   `event:"driver"`
}

// Event names it.
func (FleetDataHeard) Event() string { return "fleet-data" }

// fleet tells what came of a fleet with a request, and returns what an approval says of the products the card may buy.
// Data that cannot be read change nothing: they are for the company's books.
func (h *Host) fleet(env *machine.Env, x Exchange, m iso8583.Message, r ruling) string {
	if f, err := iso8583.ParseFleet(m.Private62); err == nil && !f.IsZero() {
		env.Tell(FleetDataHeard{x, f.Odometer, f.Vehicle, f.Driver})
	}
	if r.Verdict == payment.Declined {
		return ""
	}
	text, err := iso8583.Fleet{Products: h.rules[x.Card].Products}.Text()
	if err != nil {
		env.Fault(err)
	}
	return text
}
