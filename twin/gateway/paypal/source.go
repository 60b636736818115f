package paypal

import (
	"strings"

	"github.com/forecourt/forecourt/twin/gateway/reader"
	"github.com/forecourt/forecourt/twin/payment"
)

// sourceInput is a means of payment as clients write it: one of four.
type sourceInput struct {
	Card    *cardInput   `json:"card"`
	Present *readInput   `json:"card_present"` // ours: what a reader got
	PayPal  *walletInput `json:"paypal"`
	Token   *tokenInput  `json:"token"`
}

type cardInput struct {
	Vault  string `json:"vault_id"`
	ID     string `json:"id"` // as older clients name it
	Number string `json:"number"`
	Expiry string `json:"expiry"` // YYYY-MM
	Code   string `json:"security_code"`
}

type readInput struct {
	Entry  string `json:"entry_mode"`
	Track2 string `json:"track_2"`
	EMV    string `json:"emv_data"`
	PAN    string `json:"pan"`
	Expiry string `json:"expiry"` // YYMM
}

type walletInput struct {
	Vault   string        `json:"vault_id"`
	Email   string        `json:"email_address"`
	Context *contextInput `json:"experience_context"`
}

type tokenInput struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// source is a means of payment that can pay at once; none of both is a payer who has to approve first.
type source struct {
	card    *card
	payer   string // a wallet account
	awaited string // one that approves by itself, later
}

func (s source) none() bool { return s.card == nil && s.payer == "" }

// source reads a means of payment; nil is none.
func (c *call) source(in *sourceInput) (source, *apiError) {
	switch {
	case in == nil:
		return source{}, nil
	case in.Card != nil && (in.Card.Vault != "" || in.Card.ID != ""):
		return c.vaulted(in.Card.Vault + in.Card.ID)
	case in.Card != nil || in.Present != nil:
		k, e := c.newCard(in)
		return source{card: k}, e
	case in.Token != nil:
		return c.vaulted(in.Token.ID)
	case in.PayPal == nil:
		return source{}, issueAt("UNSUPPORTED_PAYMENT_SOURCE", "/payment_source")
	case in.PayPal.Vault != "":
		return c.vaulted(in.PayPal.Vault)
	case in.PayPal.Email != "":
		p, ok := payerBy(in.PayPal.Email)
		if !ok {
			return source{}, issueAt("PAYER_ACCOUNT_NOT_FOUND", "/payment_source/paypal/email_address")
		}
		return source{awaited: p.Name}, nil
	}
	return source{}, nil
}

// vaulted finds what was vaulted before: a card, or a payer who has agreed to pay by a token of his account's name.
func (c *call) vaulted(id string) (source, *apiError) {
	if k := c.g.cards[id]; k != nil {
		return source{card: k}, nil
	}
	if p, ok := payerBy(id); ok {
		return source{payer: p.Name}, nil
	}
	return source{}, issueAt("TOKEN_ID_NOT_FOUND", "/payment_source")
}

// newCard makes a payment token of a card, and drops all of it but the test card's name. It is in the update.
func (c *call) newCard(in *sourceInput) (*card, *apiError) {
	var (
		read payment.Read
		psn  string
		e    *apiError
	)
	if in.Card != nil {
		read, e = c.keyed(in.Card)
	} else {
		read, psn, e = present(in.Present)
	}
	if e != nil {
		return nil, e
	}
	known, ok := payment.CardByPAN(read.PAN)
	if !ok {
		return nil, issueAt("CARD_NOT_FOR_TESTS", "/payment_source")
	}
	k := &card{ID: c.g.id(), Card: known.Name, Expiry: read.Expiry, PSN: psn, Created: c.now()}
	if in.Card == nil {
		k.Entry = read.Entry
		c.g.reads[k.ID] = read // in memory only: not even a store may hold a track
	}
	c.Cards = append(c.Cards, k)
	return k, nil
}

func (c *call) keyed(in *cardInput) (payment.Read, *apiError) {
	switch {
	case in.Number == "":
		return payment.Read{}, missing("/payment_source/card/number")
	case in.Expiry == "":
		return payment.Read{}, missing("/payment_source/card/expiry")
	}
	pan, err := payment.ParsePAN(strings.NewReplacer(" ", "", "-", "").Replace(in.Number))
	if err != nil {
		return payment.Read{}, issueAt("CARD_NUMBER_INVALID", "/payment_source/card/number")
	}
	year, month, ok := strings.Cut(in.Expiry, "-")
	if !ok || len(year) != 4 || !digits(year) || year[:2] != "20" || len(month) != 2 || month < "01" || month > "12" || !digits(month) {
		return payment.Read{}, issueAt("INVALID_PARAMETER_SYNTAX", "/payment_source/card/expiry")
	}
	if n := len(in.Code); n > 0 && (n < 3 || n > 4 || !digits(in.Code)) {
		return payment.Read{}, issueAt("INVALID_PARAMETER_SYNTAX", "/payment_source/card/security_code")
	}
	if in.Expiry < c.now().Time().Format("2006-01") {
		return payment.Read{}, issueAt("CARD_EXPIRED", "/payment_source/card/expiry")
	}
	return payment.Read{PAN: pan, Expiry: year[2:] + month}, nil
}

func present(in *readInput) (payment.Read, string, *apiError) {
	read, psn, err := reader.Read(reader.Data{Entry: in.Entry, Track2: in.Track2, EMV: in.EMV, PAN: in.PAN, Expiry: in.Expiry})
	if err == nil {
		return read, psn, nil
	}
	e := issueAt("CARD_DATA_INVALID", "/payment_source/card_present")
	e.Details[0].Description += " " + err.Error() + "."
	return read, "", e
}

// read returns what the host is told of a card.
func (c *call) read(k *card) (payment.Read, *apiError) {
	if k.Entry != "" {
		read, ok := c.g.reads[k.ID]
		if !ok {
			return read, issue("CARD_READ_AGAIN")
		}
		return read, nil
	}
	return k.keyed(), nil
}

// keyed is a card as if its number had been typed.
func (k *card) keyed() payment.Read {
	known, _ := payment.LookupCard(k.Card)
	return payment.Read{Card: known.Name, PAN: known.PAN, Expiry: k.Expiry, Entry: payment.Keyed, Scheme: known.Scheme}
}
