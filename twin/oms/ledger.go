package oms

import (
	"sort"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Sum is one line of the ledger: what was sold of a grade at a site, and settled with one kind of payment, less the money
// that went back. Different units or currencies are different lines.
type Sum struct {
	Site    string                `json:"site"`
	Grade   forecourt.Grade       `json:"grade"`
	Payment forecourt.PaymentKind `json:"payment"`
	Sales   int                   `json:"sales"`
	Volume  unit.Indicated        `json:"volume"`
	Amount  unit.Money            `json:"amount"`
	Paid    unit.Money            `json:"paid"`
}

type lineKey struct {
	site     string
	grade    forecourt.Grade
	payment  forecourt.PaymentKind
	unit     unit.Measure
	currency unit.Currency
}

// Sums adds up the ledger, in the order of site, grade and payment.
func (o *OMS) Sums() []Sum {
	sums := []Sum{}
	at := map[lineKey]int{}
	line := func(key lineKey, decimals uint8) *Sum {
		i, known := at[key]
		if !known {
			i = len(sums)
			at[key] = i
			none := unit.Money{Currency: key.currency}
			sums = append(sums, Sum{key.site, key.grade, key.payment, 0, unit.Indicated{Decimals: decimals, Unit: key.unit}, none, none})
		}
		return &sums[i]
	}
	for _, p := range o.postings {
		s := p.Sale
		l := line(lineKey{s.Site, s.Grade, s.Payment, s.Volume.Unit, s.Amount.Currency}, s.Volume.Decimals)
		l.Sales++
		l.Volume, l.Amount, l.Paid = add(l.Volume, s.Volume), l.Amount.Add(s.Amount), l.Paid.Add(s.Paid)
	}
	for _, b := range o.paybacks {
		l := line(lineKey{b.Site, b.Grade, b.Payment, b.Volume.Unit, b.Amount.Currency}, b.Volume.Decimals)
		l.Paid = l.Paid.Add(b.Amount)
	}
	sort.SliceStable(sums, func(a, b int) bool {
		x, y := sums[a], sums[b]
		if x.Site != y.Site {
			return x.Site < y.Site
		}
		if x.Grade != y.Grade {
			return x.Grade < y.Grade
		}
		return x.Payment < y.Payment
	})
	return sums
}

// add adds volumes of one unit in the finer of their digits.
func add(a, b unit.Indicated) unit.Indicated {
	for a.Decimals < b.Decimals {
		a.Count, a.Decimals = a.Count*10, a.Decimals+1
	}
	for b.Decimals < a.Decimals {
		b.Count, b.Decimals = b.Count*10, b.Decimals+1
	}
	return a.Add(b)
}
