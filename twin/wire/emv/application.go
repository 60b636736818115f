package emv

import (
	"slices"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// known lists the applications that a terminal may have (K, Visa's is in the sample: A). A card's application fits where
// its identifier begins with one of these. The fleet's is ours, in the range for private use (C).
var known = []struct {
	aid, label string
	scheme     payment.Scheme
}{
	{"A0000000031010", "Visa", payment.Visa},
	{"A0000000032010", "Visa Electron", payment.Visa},
	{"A0000000980840", "US Debit", payment.Visa},
	{"A0000000041010", "Mastercard", payment.Mastercard},
	{"A0000000043060", "Maestro", payment.Mastercard},
	{"A00000002501", "American Express", payment.Amex},
	{"A0000001523010", "Discover", payment.Discover},
	{"F0000000019990", "Fleet", payment.OwnFleet},
}

// applicationOf returns the first application of a network, or nothing.
func applicationOf(s payment.Scheme) string {
	for _, k := range known {
		if k.scheme == s {
			return k.aid
		}
	}
	return ""
}

// Applications returns what a chip card holds, by priority: those that its table names, else its network's own.
func Applications(c payment.Card) []payment.Application {
	if len(c.Applications) == 0 {
		return []payment.Application{{AID: applicationOf(c.Scheme), Label: string(c.Scheme), Priority: 1}}
	}
	return c.Applications
}

// Selectable lists the applications that card and terminal have in common, first the card's first choice: EMV book 1
// section 12.4. schemes are the networks that the terminal takes; none: all. A blocked one is left out; blocked says that
// one was.
func Selectable(of []payment.Application, schemes []payment.Scheme) (common []payment.Application, blocked bool) {
	for _, a := range of {
		if !takes(a.AID, schemes) {
			continue
		}
		if a.Blocked {
			blocked = true
			continue
		}
		common = append(common, a)
	}
	slices.SortStableFunc(common, func(a, b payment.Application) int { return a.Priority - b.Priority })
	return common, blocked
}

func takes(aid string, schemes []payment.Scheme) bool {
	for _, k := range known {
		if strings.HasPrefix(aid, k.aid) {
			return len(schemes) == 0 || slices.Contains(schemes, k.scheme)
		}
	}
	return false
}
