package station

import (
	"fmt"

	"github.com/forecourt/forecourt/twin/pos"
)

// goneBack holds that no more of a sale goes back than was paid for it.
func (b *books) goneBack(books pos.Books) error {
	paid := map[string]int64{}
	for _, s := range books.Sales {
		paid[s.Sale] = s.Paid.Minor
	}
	for _, x := range books.Paybacks {
		if x.Stuck {
			continue
		}
		if paid[x.Sale] -= x.Amount.Minor; paid[x.Sale] < 0 || x.Amount.Minor <= 0 {
			return fmt.Errorf("sale %s: more goes back than was paid, with %s of %s", x.Sale, x.Reference, x.Amount)
		}
	}
	return nil
}

// closes holds that the closed shifts follow each other without a gap, that each close came to what the sales and the money
// that went back in its shifts come to, and so that none is in two of them or in none.
func (b *books) closes(books pos.Books) error {
	last := map[string]int{}
	for _, x := range books.Closes {
		if x.First != last[x.Kind]+1 || x.Last < x.First {
			return fmt.Errorf("close %s: shifts %d to %d follow after %d", x.Close, x.First, x.Last, last[x.Kind])
		}
		last[x.Kind] = x.Last
		if err := closeTotals(books, x); err != nil {
			return err
		}
	}
	return nil
}

func closeTotals(books pos.Books, x pos.CloseBook) error {
	var sales, taken, told, counted int64
	for _, s := range books.Sales {
		if s.Shift >= x.First && s.Shift <= x.Last && s.State == pos.Settled {
			sales, taken = sales+1, taken+s.Paid.Minor
		}
	}
	for _, p := range books.Paybacks {
		if p.Shift >= x.First && p.Shift <= x.Last {
			taken -= p.Amount.Minor
		}
	}
	for _, l := range x.Totals {
		if l.By == "tender" {
			told += l.Amount.Minor
		}
		if l.By == "kind" && l.Key == "sale" {
			counted = int64(l.Count)
		}
	}
	if taken != told || sales != counted {
		return fmt.Errorf("close %s: %d sales and %d minor units, the books have %d and %d", x.Close, counted, told, sales, taken)
	}
	return nil
}
