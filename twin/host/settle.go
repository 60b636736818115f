package host

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Batch is what one network settles of one day.
type Batch struct {
	Network string
	Day     string // YYMMDD
	Lines   []Settlement
}

// Settlement is one line of a batch: a capture, or what a later reversal takes back of one that was settled before.
type Settlement struct {
	Terminal, Merchant, RRN, STAN, Approval string
	Card                                    string // masked
	Product                                 string // codes and quantities
	Adjusts                                 bool
	Amount, Fee                             unit.Money
}

// Net is what the merchant gets of a line.
func (s Settlement) Net() unit.Money { return s.Amount.Sub(s.Fee) }

// Batches lists the batches that were settled, in order. It can be read at any time.
func (h *Host) Batches() []Batch { return append([]Batch(nil), h.books.batches...) }

// Name is the name of the batch's file.
func (b Batch) Name() string { return "settlement-" + b.Network + "-" + b.Day + ".csv" }

// CSV writes the batch, the lines in the order in which the authorisations came, amounts in major units.
func (b Batch) CSV() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	write := func(fields ...string) { _ = w.Write(fields) } // to memory
	write("day", "network", "terminal", "merchant", "rrn", "stan", "approval", "card", "kind", "product", "amount", "fee", "net", "currency")
	for _, l := range b.Lines {
		kind := map[bool]string{true: "adjustment", false: "capture"}[l.Adjusts]
		write(b.Day, b.Network, l.Terminal, l.Merchant, l.RRN, l.STAN, l.Approval, l.Card, kind, l.Product,
			plain(l.Amount), plain(l.Fee), plain(l.Net()), string(l.Amount.Currency))
	}
	w.Flush()
	return out.Bytes()
}

// plain is an amount without its currency.
func plain(m unit.Money) string { return strings.TrimSuffix(m.String(), " "+string(m.Currency)) }

// day is the settlement day of what happens at an instant: today's, or the one after the last that was closed.
func (h *Host) day(now clock.Instant) string {
	zone := h.config.CutOver.Zone
	if zone == nil {
		zone = time.UTC
	}
	today := now.Time().In(zone)
	if closed, err := time.ParseInLocation(dayFormat, h.books.day, zone); err == nil {
		if next := closed.AddDate(0, 0, 1); next.After(today) {
			return next.Format(dayFormat)
		}
	}
	return today.Format(dayFormat)
}

// cutOver closes the settlement day: whatever was captured and is in no batch goes into its network's, once.
func (h *Host) cutOver(env *machine.Env) {
	day := h.day(env.Now())
	byNetwork := map[string]*Batch{}
	var batches []Batch
	for _, n := range h.networks {
		byNetwork[n.Name] = &Batch{Network: n.Name, Day: day}
	}
	for _, k := range h.books.order {
		if line, ok := h.settlement(*h.books.accounts[k]); ok {
			b := byNetwork[h.books.accounts[k].Network]
			b.Lines = append(b.Lines, line)
		}
	}
	for _, n := range h.networks {
		if b := byNetwork[n.Name]; len(b.Lines) > 0 {
			batches = append(batches, *b)
		}
	}
	if err := h.books.keep(env.Store(), record{Day: day, Batches: batches}); err != nil {
		env.Fault(err)
		return
	}
	for _, b := range batches {
		h.tellBatch(env, b)
	}
	env.Tell(DayClosed{Day: day, Batches: len(batches)})
}

// settlement is the line that an account brings into a batch, if any.
func (h *Host) settlement(a Account) (Settlement, bool) {
	amount := a.Net().Sub(a.Settled)
	if amount.IsZero() {
		return Settlement{}, false
	}
	card, _ := payment.LookupCard(a.Card)
	s := Settlement{
		Terminal: a.Terminal, Merchant: a.Merchant, RRN: a.RRN, STAN: a.STAN, Approval: a.Approval, Card: card.PAN.String(),
		Product: goods(a.Product), Adjusts: a.Batches > 0, Amount: amount, Fee: zero(amount),
	}
	if !s.Adjusts {
		s.Fee = h.networkNamed(a.Network).Fee.Of(amount)
	}
	return s, true
}

// goods is DE63 in words for a table: "001 11.003 U".
func goods(text string) string {
	p, err := iso8583.ParseProducts(text)
	if err != nil {
		return ""
	}
	var words []string
	for _, i := range p.Items {
		words = append(words, fmt.Sprintf("%s %d.%03d %c", i.Code, i.Quantity/1000, i.Quantity%1000, i.Unit))
	}
	return strings.Join(words, " + ")
}

// settle notes what batches have settled.
func (b *books) settle(day string, batches []Batch) {
	b.day = day
	b.batches = append(b.batches, batches...)
	for _, batch := range batches {
		for _, l := range batch.Lines {
			a := *b.accounts[key{l.Terminal, l.RRN}]
			a.Settled, a.Batches = a.Settled.Add(l.Amount), a.Batches+1
			b.accounts[key{l.Terminal, l.RRN}] = &a
		}
	}
}

func (h *Host) tellBatch(env *machine.Env, b Batch) {
	gross := unit.Money{Currency: b.Lines[0].Amount.Currency}
	fees := gross
	for _, l := range b.Lines {
		x := Exchange{Card: cardNamed(l.Card), Terminal: l.Terminal, STAN: l.STAN, RRN: l.RRN, Network: b.Network}
		if l.Adjusts {
			env.Tell(Adjusted{Exchange: x, Amount: l.Amount, Day: b.Day})
		} else {
			env.Tell(Settled{Exchange: x, Amount: l.Amount, Fee: l.Fee, Net: l.Net(), Day: b.Day})
		}
		if l.Amount.Currency == gross.Currency {
			gross, fees = gross.Add(l.Amount), fees.Add(l.Fee)
		}
	}
	env.Tell(BatchClosed{Network: b.Network, Day: b.Day, Count: len(b.Lines), Gross: gross, Fees: fees, Net: gross.Sub(fees), File: b.Name()})
}

// cardNamed returns the test card of a masked number.
func cardNamed(masked string) string {
	for _, name := range payment.CardNames() {
		if c, _ := payment.LookupCard(name); c.PAN.String() == masked {
			return name
		}
	}
	return "unknown"
}
