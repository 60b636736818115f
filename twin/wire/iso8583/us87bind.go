package iso8583

import (
	"errors"
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// us87Bindings are the fields of us87 that Message has.
var us87Bindings = append([]binding{
	text(12, func(m *Message) *string { return &m.LocalTime }),
	text(13, func(m *Message) *string { return &m.LocalDate }),
	{15, func(m *Message) string { return lastFour(m.Settles) }, func(m *Message, v string) error { m.Settles = v; return nil }},
	text(18, func(m *Message) *string { return &m.MCC }),
	text(22, func(m *Message) *string { return &m.Entry }),
	text(24, func(m *Message) *string { return &m.NetworkID }),
	text(25, func(m *Message) *string { return &m.Condition }),
	text(26, func(m *Message) *string { return &m.PINCapture }),
	text(39, func(m *Message) *string { return &m.Code }),
	text(53, func(m *Message) *string { return &m.Security }),
	text(66, func(m *Message) *string { return &m.Balance }),
	text(70, func(m *Message) *string { return &m.Network }),
	{90, func(m *Message) string { return m.Original.text() }, setOriginal},
	{95, func(m *Message) string { return m.Replaces.text() }, setReplacement},
	keyBlock(120),
}, sharedBindings...)

// sharedBindings are the fields that both profiles have under one number with one meaning.
var sharedBindings = []binding{
	{2, func(m *Message) string { return m.PAN.Reveal() }, setPAN},
	text(3, func(m *Message) *string { return &m.Processing }),
	{4, getAmount, setAmount},
	{7, func(m *Message) string { return string(m.SentAt) }, func(m *Message, v string) error { m.SentAt = Stamp(v); return nil }},
	{11, getSTAN, setSTAN},
	text(14, func(m *Message) *string { return &m.Expiry }),
	text(23, func(m *Message) *string { return &m.PSN }),
	text(32, func(m *Message) *string { return &m.Acquirer }),
	{35, func(m *Message) string { return m.Track2.Reveal() }, setTrack2},
	text(37, func(m *Message) *string { return &m.RRN }),
	text(38, func(m *Message) *string { return &m.Approval }),
	padded(41, 8, func(m *Message) *string { return &m.Terminal }),
	padded(42, 15, func(m *Message) *string { return &m.Merchant }),
	text(48, func(m *Message) *string { return &m.Additional }),
	{49, getCurrency, setCurrency},
	{50, func(m *Message) string { return m.Totals.Currency.Numeric() }, setTotalsCurrency},
	secretHex(52, func(m *Message) *payment.Secret { return &m.PINBlock }),
	{54, getAmounts, setAmounts},
	secretHex(55, func(m *Message) *payment.Secret { return &m.EMV }),
	text(60, func(m *Message) *string { return &m.Private60 }),
	text(61, func(m *Message) *string { return &m.Private61 }),
	text(62, func(m *Message) *string { return &m.Private62 }),
	text(63, func(m *Message) *string { return &m.Product }),
	total(74, 10, func(t *Totals) *int64 { return &t.Credits.Count }),
	total(75, 10, func(t *Totals) *int64 { return &t.CreditReversals.Count }),
	total(76, 10, func(t *Totals) *int64 { return &t.Debits.Count }),
	total(77, 10, func(t *Totals) *int64 { return &t.DebitReversals.Count }),
	total(81, 10, func(t *Totals) *int64 { return &t.Authorisations }),
	total(86, 16, func(t *Totals) *int64 { return &t.Credits.Minor }),
	total(87, 16, func(t *Totals) *int64 { return &t.CreditReversals.Minor }),
	total(88, 16, func(t *Totals) *int64 { return &t.Debits.Minor }),
	total(89, 16, func(t *Totals) *int64 { return &t.DebitReversals.Minor }),
	{97, getNet, setNet},
}

// keyBlock binds an exchanged key, hex in a text field.
func keyBlock(id int) binding {
	return binding{id, func(m *Message) string { return m.KeyBlock.Reveal() }, func(m *Message, v string) error {
		if strings.Trim(v, "0123456789ABCDEF") != "" {
			return errors.New("a key block is in hex")
		}
		m.KeyBlock = payment.NewSecret(v)
		return nil
	}}
}

func lastFour(yymmdd string) string { return yymmdd[max(0, len(yymmdd)-4):] }
