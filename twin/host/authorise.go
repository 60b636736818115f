package host

import (
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/wire/emv"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// authorise answers an 0100 with a hold, or an 0200 with a capture.
func (h *Host) authorise(env *machine.Env, at from, m iso8583.Message) {
	r := h.rule(env, m)
	x := exchangeOf(m)
	switch {
	case r.Verdict == payment.NoAnswer:
		env.Tell(Unanswered{Exchange: x, Type: string(m.MTI), Why: r.why})
		return
	case r.Verdict == payment.Declined:
		env.Tell(Declined{Exchange: x, Amount: m.Amount, Code: r.Code, Why: r.why})
	default:
		r.Approval = approvalCode(env)
		account := openAccount(m, r.Outcome)
		if err := h.books.keep(env.Store(), record{Account: &account}); err != nil {
			env.Fault(err)
			return
		}
		h.tellApproval(env, x, m, r, account)
	}
	restriction := h.fleet(env, x, m, r)
	a := m.Answer(r.Code)
	a.Amount, a.Approval, a.Private62 = m.Amount, r.Approval, restriction
	if r.Verdict == payment.PartiallyApproved {
		a.Amount = r.Granted // DE4 of an answer with code 10 is the granted amount (A)
		a.Amounts = []iso8583.AdditionalAmount{{Account: "00", Kind: iso8583.OriginalAmount, Amount: m.Amount}}
	}
	if !m.EMV.IsZero() {
		pan, _ := m.Card()
		if chip, err := emv.Answer(m.EMV, pan, m.PSN, r.Code); err == nil {
			a.EMV = chip // without it the chip declines, which is what bad data deserve
		}
	}
	h.say(env, at, a)
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

// rule gathers the question and lets decide answer it. What the books say comes first: a request that was reversed
// before it came (C), and one that came before (A: only advices and reversals are repeated).
func (h *Host) rule(env *machine.Env, m iso8583.Message) ruling {
	card, expiry, known := cardOf(m)
	rule := h.rules[card.Name]
	q := question{
		known: known, asked: m.Amount, kind: m.Processing, expiry: expiry, today: env.Now().Time().Format("0601"), rule: rule,
		available: rule.Grant.Minor - h.books.spent(card.Name, h.since[card.Name]),
		partialOK: !h.config.FlagNeeded || m.AcceptsPartial(),
	}
	if known && !m.EMV.IsZero() {
		if q.chipWrong = emv.Verify(m.EMV, card.PAN, m.PSN); q.chipWrong != nil {
			env.Tell(CryptogramRefused{Exchange: exchangeOf(m), Why: q.chipWrong.Error()})
		}
	}
	switch {
	case h.books.gone[requestKey(m.Terminal, m.MTI, m.STAN, m.SentAt)]:
		return decline(q, iso8583.CodeInvalidTransaction, "reversed before it came")
	case h.books.accounts[keyOf(m)] != nil:
		return decline(q, iso8583.CodeDuplicate, "came before")
	}
	return decide(q)
}

// openAccount books what was granted: a hold for an 0100, a capture for an 0200.
func openAccount(m iso8583.Message, o payment.Outcome) Account {
	nothing := zero(m.Amount)
	card, _, _ := cardOf(m)
	a := Account{
		RRN: m.RRN, Terminal: m.Terminal, Card: card.Name, STAN: m.STAN.String(), Approval: o.Approval, State: Held,
		Granted: o.Granted, Cover: o.Granted, Captured: nothing, Returned: nothing,
	}
	if m.MTI == iso8583.FinancialRequest {
		a.State, a.Captured, a.Captures = Completed, o.Granted, 1
		if m.Processing == iso8583.Refund {
			a.Captured = o.Granted.Neg()
		}
	}
	return a
}

const approvalLetters = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"

func approvalCode(env *machine.Env) string {
	var b [6]byte
	for i := range b {
		b[i] = approvalLetters[env.Chance().Below(int64(len(approvalLetters)))]
	}
	return string(b[:])
}
