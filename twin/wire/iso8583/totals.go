package iso8583

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/forecourt/forecourt/twin/unit"
)

// Settlement codes (DE66; K): what the host says to the totals of a terminal.
const (
	InBalance    = "1"
	OutOfBalance = "2"
)

// Total counts exchanges of one kind and sums their amounts in minor units.
type Total struct{ Count, Minor int64 }

// Add counts one more.
func (t *Total) Add(minor int64) { t.Count, t.Minor = t.Count+1, t.Minor+minor }

// Totals is what a reconciliation says of a batch (DE74 to 77, 81, 86 to 89, 97): purchases are debits, refunds credits.
type Totals struct {
	Debits, DebitReversals   Total
	Credits, CreditReversals Total
	Authorisations           int64
	Currency                 unit.Currency // DE50
	Told                     bool          // they are in the message
}

// Net is what the batch brings the merchant, in minor units.
func (t Totals) Net() int64 {
	return t.Debits.Minor - t.DebitReversals.Minor - t.Credits.Minor + t.CreditReversals.Minor
}

// Difference is one line in which two ends do not agree.
type Difference struct {
	Line         string
	Theirs, Ours Total
}

// Against lists the lines in which totals differ from ours. Authorisations move no money and are not compared.
func (t Totals) Against(ours Totals) (all []Difference) {
	for _, l := range []Difference{
		{"debits", t.Debits, ours.Debits}, {"debit-reversals", t.DebitReversals, ours.DebitReversals},
		{"credits", t.Credits, ours.Credits}, {"credit-reversals", t.CreditReversals, ours.CreditReversals},
	} {
		if l.Theirs != l.Ours {
			all = append(all, l)
		}
	}
	return all
}

// total binds a count or a sum of n digits.
func total(id, n int, at func(*Totals) *int64) binding {
	get := func(m *Message) string {
		if !m.Totals.Told {
			return ""
		}
		return fmt.Sprintf("%0*d", n, *at(&m.Totals))
	}
	return binding{id, get, func(m *Message, v string) (err error) {
		m.Totals.Told = true
		*at(&m.Totals), err = strconv.ParseInt(v, 10, 64)
		return err
	}}
}

func getNet(m *Message) string {
	if !m.Totals.Told {
		return ""
	}
	sign, net := "C", m.Totals.Net()
	if net < 0 {
		sign, net = "D", -net
	}
	return fmt.Sprintf("%s%016d", sign, net)
}

// setNet refuses a net amount that is not that of the totals before it.
func setNet(m *Message, v string) error {
	net, err := strconv.ParseInt(v[1:], 10, 64)
	if err != nil || v[0] != 'C' && v[0] != 'D' {
		return errors.New("a sign and 16 digits are needed")
	}
	if v[0] == 'D' {
		net = -net
	}
	if m.Totals.Told && net != m.Totals.Net() {
		return errors.New("is not the sum of the totals")
	}
	return nil
}

func setTotalsCurrency(m *Message, v string) error {
	c, ok := unit.CurrencyByNumeric(v)
	if !ok {
		return errors.New("unknown currency")
	}
	m.Totals.Currency = c
	return nil
}
