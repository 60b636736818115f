package iso8583

import (
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

// Terminal is what every request of one terminal carries.
type Terminal struct {
	ID       string // DE41, up to 8 characters: the lane or outdoor terminal
	Merchant string // DE42, up to 15
	MCC      string // DE18: FuelDispenser outdoors, ServiceStation inside
	Acquirer string // DE32
	PINPad   bool
	Partial  bool           // tells the host that a partial approval is welcome
	Zone     *time.Location // of DE12 and DE13; nil is UTC
	Profile  *Profile       // what it speaks; nil is us87
}

// Authorise makes the 0100 that reserves money before fuelling.
func (t Terminal) Authorise(at clock.Instant, stan STAN, card payment.Read, psn string, amount unit.Money) Message {
	m := t.request(AuthorisationRequest, at, stan, card, psn, amount)
	m.Condition = PreAuthorisation
	if t.MCC == FuelDispenser {
		m.Condition = Unattended // as the fact sheet's sample has it; that it reserves is said by the message type
	}
	return m
}

// Sell makes the 0200 that takes an exact amount at once.
func (t Terminal) Sell(at clock.Instant, stan STAN, card payment.Read, psn string, amount unit.Money) Message {
	m := t.request(FinancialRequest, at, stan, card, psn, amount)
	m.Condition = Normal
	if t.MCC == FuelDispenser {
		m.Condition = Unattended
	}
	return m
}

// request fills in what both have. The track goes where there is one, else number and expiry (payments.md 2.2).
func (t Terminal) request(mti MTI, at clock.Instant, stan STAN, card payment.Read, psn string, amount unit.Money) Message {
	m := Message{
		MTI: mti, Processing: Purchase, Amount: amount, SentAt: StampAt(at), STAN: stan, MCC: t.MCC,
		Entry: EntryCode(card.Entry, t.PINPad), Acquirer: t.Acquirer, RRN: RRN(at, stan), Terminal: t.ID, Merchant: t.Merchant,
		EMV: card.EMV, PINBlock: card.PINBlock, Security: card.PINSerial.Reveal(),
	}
	m.local(t, at)
	if card.Track2.IsZero() {
		m.PAN, m.Expiry = card.PAN, card.Expiry
	} else {
		m.Track2 = card.Track2
	}
	if psn != "" {
		m.PSN = zeros(psn, 3)
	}
	if t.Partial {
		m.Additional = PartialApprovalSupported
	}
	return m
}

// local sets the clock of the forecourt.
func (m *Message) local(t Terminal, at clock.Instant) {
	local := at.Time()
	if t.Zone != nil {
		local = local.In(t.Zone)
	}
	m.LocalTime, m.LocalDate, m.LocalYear = local.Format("150405"), local.Format("0102"), local.Format("06")
}

// Complete makes the advice that settles a pre-authorisation at its real amount: 0120, or 0220 where the host books with
// financial messages. request is the pre-authorisation, answer what the host said to it. The track never comes along.
func (t Terminal) Complete(mti MTI, at clock.Instant, stan STAN, request, answer Message, amount unit.Money) Message {
	m := request
	m.MTI, m.Amount, m.SentAt, m.STAN = mti, amount, StampAt(at), stan
	m.local(t, at)
	m.PAN, m.Expiry = request.Card()
	m.Approval, m.Original = answer.Approval, request.original()
	m.Track2, m.PINBlock, m.EMV, m.PINCapture, m.Security, m.Additional = payment.Secret{}, payment.Secret{}, payment.Secret{}, "", "", ""
	m.PSN, m.Function, m.POSData, m.MAC = "", "", "", payment.Secret{}
	m.Asked = Replacement{Minor: request.Amount.Minor, Set: true}
	return m
}

// Reverse makes the 0420 that takes a request back, answered or not.
func (t Terminal) Reverse(at clock.Instant, stan STAN, request Message) Message {
	pan, _ := request.Card()
	m := Message{
		MTI: ReversalAdvice, PAN: pan, Processing: request.Processing, Amount: request.Amount, SentAt: StampAt(at), STAN: stan,
		MCC: request.MCC, RRN: request.RRN, Terminal: request.Terminal, Merchant: request.Merchant, Original: request.original(),
	}
	if t.Profile == IFSF93 {
		m.local(t, at) // there it is mandatory
	}
	return m
}

// ReverseTo makes the 0420 that takes back all of a request but an amount in minor units.
func (t Terminal) ReverseTo(at clock.Instant, stan STAN, request Message, left int64) Message {
	m := t.Reverse(at, stan, request)
	m.Replaces = Replacement{Minor: left, Set: true}
	return m
}

// EchoTest makes the 0800 that asks whether the host is there.
func EchoTest(at clock.Instant, stan STAN) Message {
	return Message{MTI: NetworkRequest, SentAt: StampAt(at), STAN: stan, Network: Echo}
}

// Manage makes an 0800 of the terminal's own: SignOn, SignOff, KeyChange, CutOver or Echo.
func (t Terminal) Manage(at clock.Instant, stan STAN, network string) Message {
	return Message{MTI: NetworkRequest, SentAt: StampAt(at), STAN: stan, Network: network, Terminal: t.ID, Merchant: t.Merchant}
}

// Reconcile makes the 0500 that tells the totals of a batch.
func (t Terminal) Reconcile(at clock.Instant, stan STAN, totals Totals) Message {
	totals.Told = true
	return Message{
		MTI: Reconciliation, SentAt: StampAt(at), STAN: stan, RRN: RRN(at, stan), Terminal: t.ID, Merchant: t.Merchant, Totals: totals,
	}
}

// Card returns the number and expiry of a request, from its fields or from its track.
func (m Message) Card() (payment.PAN, string) {
	if !m.PAN.IsZero() {
		return m.PAN, m.Expiry
	}
	track, err := emv.ParseTrack2(m.Track2)
	if err != nil {
		return payment.PAN{}, ""
	}
	return track.PAN, track.Expiry
}

func (m Message) original() Original {
	return Original{
		MTI: m.MTI, STAN: m.STAN, SentAt: m.SentAt, Acquirer: m.Acquirer, Local: m.LocalYear + m.LocalDate + m.LocalTime,
	}
}
