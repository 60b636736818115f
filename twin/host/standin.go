package host

import (
	"time"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// IssuerDown makes the issuers of a network silent for a while: the network stands in for them. A span of zero ends it.
type IssuerDown struct {
	Network string
	For     time.Duration
}

// Stimulus names it.
func (IssuerDown) Stimulus() string { return "issuer-down" }

// standIn answers for an issuer that does not, by the network's limits. What the network knows of a card it has from the
// card itself and from the lists of lost and stolen ones; it opens no PIN.
func (h *Host) standIn(env *machine.Env, m iso8583.Message, q question, n Network) ruling {
	r, bad := wrongCard(q)
	limit := Whole(n.StandIn.Limit, m.Amount.Currency)
	switch {
	case bad:
	case q.rule.Verdict == payment.Declined && (q.rule.Code == iso8583.CodeLostCard || q.rule.Code == iso8583.CodeStolenCard):
		r = decline(q, q.rule.Code, "listed")
	case !m.PINBlock.IsZero(), q.kind != iso8583.Purchase, m.Amount.Cmp(limit) > 0:
		r = decline(q, iso8583.CodeIssuerDown, "beyond stand-in")
	case h.stoodIn(env, m) >= n.StandIn.Count:
		r = decline(q, iso8583.CodeIssuerDown, "stand-in count")
	default:
		if q.terms.hold.Cmp(limit) > 0 { // of a status check no more than the network answers for
			q.terms = terms{limit, limit, q.terms.told}
			if q.terms.told != q.asked {
				q.terms.told = limit
			}
		}
		r = q.approve(q.terms)
		r.why = "stand-in"
	}
	r.standIn = true
	return r
}

// stoodIn counts what the network has granted a card today and its issuer does not know.
func (h *Host) stoodIn(env *machine.Env, m iso8583.Message) (n int) {
	card, _, _ := cardOf(m)
	today := env.Now().Time().Format(dayFormat)
	for i := len(h.books.order) - 1; i >= 0; i-- {
		a := h.books.accounts[h.books.order[i]]
		if a.At.Time().Format(dayFormat) != today {
			break
		}
		if a.StandIn && a.Card == card.Name {
			n++
		}
	}
	return n
}

// advise tells the issuers that are back what was granted in their stead.
func (h *Host) advise(env *machine.Env) {
	for _, n := range h.networks {
		if until, was := h.down[n.Name]; !was || env.Now() < until {
			continue
		}
		delete(h.down, n.Name)
		for _, k := range h.books.order {
			a := h.books.accounts[k]
			if !a.StandIn || a.Network != n.Name {
				continue
			}
			next := *a
			next.StandIn = false
			if err := h.books.keep(env.Store(), record{Account: &next}); err != nil {
				env.Fault(err)
				return
			}
			env.Tell(StandInAdvised{
				Exchange: Exchange{Card: a.Card, Terminal: a.Terminal, STAN: a.STAN, RRN: a.RRN, Network: n.Name}, Amount: a.Hold,
			})
		}
	}
}
