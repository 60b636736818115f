package host

import (
	"strconv"
	"time"

	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// authorise answers an 0100 with a hold, or an 0200 with a capture.
func (h *Host) authorise(env *machine.Env, at from, m iso8583.Message) {
	pan, _ := m.Card()
	network := h.route(pan)
	if m.RRN == "" { // where a host gives it
		m.RRN = iso8583.RRN(env.Now(), m.STAN)
	}
	r := h.rule(env, at, m, network)
	x := h.exchangeOf(m)
	var later time.Duration
	switch {
	case r.Verdict == payment.NoAnswer:
		env.Tell(Unanswered{Exchange: x, Type: string(m.MTI), Why: r.why})
		return
	case r.Verdict == payment.Declined:
		env.Tell(Declined{Exchange: x, Amount: m.Amount, Code: r.Code, Why: r.why})
	default:
		r.Approval = approvalCode(env)
		account, post := h.openAccount(env, m, r, network)
		account.Cover.Minor += r.Granted.Minor * int64(at.link.OverCapture) / 100
		if err := h.books.keep(env.Store(), record{Account: &account, Post: &post}); err != nil {
			env.Fault(err)
			return
		}
		h.watch(env, account)
		h.tellApproval(env, x, m, r, account)
	}
	if r.standIn {
		later = network.StandIn.After
		env.Tell(StoodIn{Exchange: x, Amount: m.Amount, Code: r.Code})
	}
	a := h.approval(env, at, m, r, network)
	a.Private62 = h.fleet(env, x, m, r)
	h.say(env, at, a, later)
}

// approval makes the answer to a request.
func (h *Host) approval(env *machine.Env, at from, m iso8583.Message, r ruling, n Network) iso8583.Message {
	a := at.answer(m, r.Code)
	a.Amount, a.Approval, a.NetworkID, a.Settles = m.Amount, r.Approval, n.ID, h.day(env.Now())
	if r.Verdict == payment.PartiallyApproved {
		a.Amount = r.Granted // DE4 of an answer with code 10 is the granted amount (A)
		a.Amounts = []iso8583.AdditionalAmount{{Account: "00", Kind: iso8583.OriginalAmount, Amount: m.Amount}}
		a.Asked = iso8583.Replacement{Minor: m.Amount.Minor, Set: true}
	}
	if !m.EMV.IsZero() {
		pan, _ := m.Card()
		if chip, err := emv.Answer(m.EMV, pan, m.PSN, r.Code); err == nil {
			a.EMV = h.ruleFor(pan).Chip.twist(chip) // without it the chip declines, which is what bad data deserve
		}
	}
	return a
}

func (h *Host) tellApproval(env *machine.Env, x Exchange, m iso8583.Message, r ruling, account Account) {
	if r.Verdict == payment.PartiallyApproved {
		env.Tell(PartiallyApproved{Exchange: x, Amount: m.Amount, Granted: r.Granted, Code: r.Code, Approval: r.Approval})
	} else {
		env.Tell(Approved{Exchange: x, Amount: m.Amount, Granted: r.Granted, Code: r.Code, Approval: r.Approval})
	}
	if account.State == Completed {
		env.Tell(Captured{Exchange: x, Amount: account.Captured, Granted: account.Granted, Code: r.Code})
	}
}

// rule gathers the question and lets the issuer answer it, or the network in its stead. What the books say comes first: a
// request that was reversed before it came (C), and one that came before (A: only advices and reversals are repeated).
func (h *Host) rule(env *machine.Env, at from, m iso8583.Message, n Network) ruling {
	card, expiry, known := cardOf(m)
	holder := h.holder(card.Name)
	model := modelOf(m, h.config.FlagNeeded)
	q := question{
		known: known, asked: m.Amount, kind: m.Processing, expiry: expiry, today: env.Now().Time().Format("0601"),
		rule: h.ruleOf(card.Name, m.Amount), holder: holder, partialOK: !h.config.FlagNeeded || m.AcceptsPartial(),
		terms: h.terms(m, model, n, holder, at.link.Cover),
	}
	for _, k := range requestKeys(m.Terminal, originalOf(m)) {
		if h.books.gone[k] {
			return decline(q, iso8583.CodeInvalidTransaction, "reversed before it came")
		}
	}
	switch {
	case h.books.accounts[keyOf(m)] != nil:
		return decline(q, iso8583.CodeDuplicate, "came before")
	case !known:
		return decide(q)
	case !h.config.permits(model):
		return decline(q, iso8583.CodeNotPermitted, "money model "+string(model))
	case env.Now() < h.down[n.Name]:
		return h.standIn(env, m, q, n)
	}
	h.look(env, m, card, &q)
	return decide(q)
}

// look opens what only the issuer can: chip, PIN and account.
func (h *Host) look(env *machine.Env, m iso8583.Message, card payment.Card, q *question) {
	if !m.EMV.IsZero() {
		if q.chipWrong = emv.Verify(m.EMV, card.PAN, m.PSN); q.chipWrong != nil {
			env.Tell(CryptogramRefused{Exchange: h.exchangeOf(m), Why: q.chipWrong.Error()})
		}
	}
	pin, why := h.verifyPIN(m, card)
	if q.pin = pin; pin != noPIN {
		if err := h.countPIN(env, m, card.Name, pin, why); err != nil {
			env.Fault(err)
		}
	}
	if q.holder.PerDayCount > 0 || limited(q.holder.PerDay, m.Amount.Currency) {
		q.used = h.books.usedToday(card.Name, env.Now().Time().Format(dayFormat), m.Amount.Currency)
	}
	h.balance(card.Name, q)
}

// balance finds what is left of a card: the less of what its rule and its account say.
func (h *Host) balance(card string, q *question) {
	if q.rule.Verdict == payment.PartiallyApproved {
		q.limited, q.available = true, q.rule.Grant.Minor
		if !q.rule.once {
			q.available -= h.books.spent(card, h.since[card])
		}
	}
	if limited(q.holder.Balance, q.asked.Currency) {
		left := q.holder.Balance.Minor - h.books.spent(card, 0)
		if !q.limited || left < q.available {
			q.limited, q.available = true, left
		}
	}
}

// openAccount books what was granted: a hold for an 0100, a capture for an 0200.
func (h *Host) openAccount(env *machine.Env, m iso8583.Message, r ruling, n Network) (Account, posting) {
	nothing := zero(m.Amount)
	card, _, _ := cardOf(m)
	a := Account{
		RRN: m.RRN, Terminal: m.Terminal, Merchant: m.Merchant, Card: card.Name, STAN: m.STAN.String(), Approval: r.Approval, State: Held,
		Network: n.Name, Model: modelOf(m, h.config.FlagNeeded), At: env.Now(), Granted: r.Granted, Hold: r.hold, Cover: r.cover,
		Captured: nothing, Returned: nothing, Settled: nothing, StandIn: r.standIn, Product: m.Product,
	}
	if m.MTI != iso8583.FinancialRequest {
		a.Expires = env.Now().Add(n.HoldFor)
		return a, posting{Terminal: m.Terminal, Line: authorised, Currency: m.Amount.Currency}
	}
	a.State, a.Captured, a.Captures = Completed, r.Granted, 1
	post := posting{m.Terminal, debited, r.Granted.Minor, m.Amount.Currency}
	if m.Processing == iso8583.Refund {
		a.Captured, post.Line = r.Granted.Neg(), credited
	}
	return a, post
}

// originalOf is how a later message would name this one.
func originalOf(m iso8583.Message) iso8583.Original {
	return iso8583.Original{MTI: m.MTI, STAN: m.STAN, SentAt: m.SentAt, Local: m.LocalYear + m.LocalDate + m.LocalTime}
}

// ruleOf is what the issuer says to a card and an amount, by the manner of the host.
func (h *Host) ruleOf(card string, asked unit.Money) Rule {
	rule := h.rules[card]
	if h.config.Manner == Scripted && h.played < len(h.config.Script) {
		rule = h.config.Script[h.played]
		rule.once = true
		h.played++
	}
	if h.config.Manner == ByCents {
		code := strconv.FormatInt(100+asked.Minor%100, 10)[1:]
		switch {
		case code == iso8583.CodePartial:
			rule = Rule{Verdict: payment.PartiallyApproved, Grant: unit.Money{Minor: asked.Minor / 2, Currency: asked.Currency}, once: true}
		case declines(code):
			rule = Rule{Verdict: payment.Declined, Code: code}
		}
	}
	return rule
}

const approvalLetters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"

func approvalCode(env *machine.Env) string {
	var b [6]byte
	for i := range b {
		b[i] = approvalLetters[env.Chance().Below(int64(len(approvalLetters)))]
	}
	return string(b[:])
}
