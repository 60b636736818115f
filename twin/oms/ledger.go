package oms

import (
	"sort"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// Sum is one line of the ledger: what was sold of a grade at a site, and settled with one kind of payment. Different
// units or currencies are different lines.
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
	for _, p := range o.postings {
		s := p.Sale
		key := lineKey{s.Site, s.Grade, s.Payment, s.Volume.Unit, s.Amount.Currency}
		i, known := at[key]
		if !known {
			i = len(sums)
			at[key] = i
			none := unit.Money{Currency: s.Amount.Currency}
			sums = append(sums, Sum{s.Site, s.Grade, s.Payment, 0, unit.Indicated{Decimals: s.Volume.Decimals, Unit: s.Volume.Unit}, none, none})
		}
		sums[i].Sales++
		sums[i].Volume = add(sums[i].Volume, s.Volume)
		sums[i].Amount = sums[i].Amount.Add(s.Amount)
		sums[i].Paid = sums[i].Paid.Add(s.Paid)
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
