package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/unit"
)

// money holds that nothing is taken beyond what was granted: at the gateway, and at the merchant host. Any excess is a
// finding; no tolerance hides it.
func (b *books) money() error {
	for _, a := range b.station.gateway.Books() {
		if over(a.Captured, a.Granted) {
			return fmt.Errorf("gateway, intent %s: %s captured of %s granted", a.Intent, a.Captured, a.Granted)
		}
		if over(a.Refunded, a.Captured) {
			return fmt.Errorf("gateway, intent %s: %s refunded of %s captured", a.Intent, a.Refunded, a.Captured)
		}
	}
	for _, a := range b.station.host.Books() {
		if over(a.Captured, a.Cover) {
			return fmt.Errorf("host, authorisation %s: over-auth, %s captured of %s covered", a.RRN, a.Captured, a.Cover)
		}
		if a.Captures > 1 {
			return fmt.Errorf("host, authorisation %s: captured %d times", a.RRN, a.Captures)
		}
	}
	return nil
}

func over(amount, limit unit.Money) bool {
	return amount.Minor > 0 && (limit.Currency == "" || amount.Cmp(limit) > 0)
}

// oneSaleOnce holds that each sale of the controller is one in the till and at most one in the ledger, with the same
// litres and money, and that a settled sale took its amount once.
func (b *books) oneSaleOnce() error {
	if len(b.twice) > 0 {
		return fmt.Errorf("sale %s: the controller told it again, and it was another one", b.twice[0])
	}
	if b.station.pos == nil {
		return nil
	}
	for _, s := range b.station.pos.Books().Sales {
		told, known := b.sales[s.Sale]
		if !known {
			return fmt.Errorf("sale %s: the till has it, the controller never told it", s.Sale)
		}
		if told.Volume.Cmp(s.Volume) != 0 || told.Amount.Cmp(s.Amount) != 0 {
			return fmt.Errorf("sale %s: the controller told %s and %s, the till has %s and %s", s.Sale, told.Volume, told.Amount, s.Volume, s.Amount)
		}
		if s.State == pos.Settled && over(s.Paid, s.Amount) {
			return fmt.Errorf("sale %s: %s paid for %s", s.Sale, s.Paid, s.Amount)
		}
	}
	return b.ledger()
}

func (b *books) ledger() error {
	seen := map[string]bool{}
	for _, p := range b.station.oms.Ledger() {
		s := p.Sale
		if seen[s.Sale] {
			return fmt.Errorf("sale %s: it is in the ledger twice", s.Sale)
		}
		seen[s.Sale] = true
		told, known := b.sales[s.Sale]
		if !known {
			return fmt.Errorf("sale %s: it is in the ledger, the controller never told it", s.Sale)
		}
		if told.Volume.Cmp(s.Volume) != 0 || told.Amount.Cmp(s.Amount) != 0 || told.Grade != s.Grade {
			return fmt.Errorf("sale %s: the controller told %s %s for %s, the ledger has %s %s for %s",
				s.Sale, told.Volume, told.Grade, told.Amount, s.Volume, s.Grade, s.Amount)
		}
		if want := told.Amount; s.Payment != forecourt.NotPaid && over(s.Paid, want) {
			return fmt.Errorf("sale %s: %s taken for %s", s.Sale, s.Paid, want)
		}
	}
	return nil
}

// safety holds that the valves are commanded shut in the instant at which the nozzle came in, that what still flowed
// after that is within the after-flow of the valves, and that nothing is counted outside a sale.
func (b *books) safety() error {
	for _, p := range b.station.points {
		if !b.unsafe[p.Number] {
			continue
		}
		delete(b.unsafe, p.Number)
		out := p.Electronics.Out()
		for i, e := range p.Electronics.Books() {
			if out != e.Nozzle && p.Electronics.ValvesOpen(e.Nozzle) {
				return fmt.Errorf("fuelling point %d nozzle %d: it is in its boot and a valve is commanded open", p.Number, e.Nozzle)
			}
			if e.Outside != 0 {
				return fmt.Errorf("fuelling point %d nozzle %d: %d pulses counted outside any sale", p.Number, e.Nozzle, e.Outside)
			}
			if b.hungAtNoz[p.Number] != e.Nozzle || out == e.Nozzle {
				continue
			}
			if after := p.Pulses(i) - b.hungAt[p.Number]; after > afterFlow(p.Side.Hoses[i].PulsesPerUnit) {
				return fmt.Errorf("fuelling point %d nozzle %d: %d pulses after the nozzle came in", p.Number, e.Nozzle, after)
			}
		}
	}
	return nil
}

// afterFlow is what the valves may still let through once they are commanded shut: 0.05 of a unit (facts:
// pump-protocols.md section 8, confidence C), as pulses.
func afterFlow(pulsesPerUnit int64) int64 { return max(pulsesPerUnit*5/100, 1) }
