package iso8583

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestMessagesRoundTrip(t *testing.T) {
	for _, p := range []*Profile{US87, IFSF93} {
		for _, info := range p.messages {
			t.Run(string(info.mti), rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, p, info) }))
		}
	}
}

func roundTrip(t *rapid.T, p *Profile, info messageInfo) {
	m := drawMessage(t)
	m.MTI = info.meant()
	if p == IFSF93 {
		speak93(t, &m)
	}
	b, err := p.Encode(m)
	if err != nil {
		t.Fatalf("%+v: %v", m, err)
	}
	if string(b[:mtiLength]) != string(info.mti) {
		t.Fatalf("%s is written as %s", info.mti, b[:mtiLength])
	}
	wiretest.Show(dialect{}, directionOf(info.mti), b)
	back, err := p.Decode(b)
	if err != nil {
		t.Fatalf("%q: %v", b, err)
	}
	if d := cmp.Diff(m, back, cmp.AllowUnexported(payment.PAN{}, payment.Secret{})); d != "" {
		t.Fatal(d)
	}
	if again, err := p.Encode(back); err != nil || !bytes.Equal(b, again) {
		t.Fatalf("%q came back as %q, %v", b, again, err)
	}
}

// speak93 gives a message what ifsf93 says in another way.
func speak93(t *rapid.T, m *Message) {
	m.Code = rapid.SampledFrom([]string{"", "05", "51", "96", "75"}).Draw(t, "code of 1993")
	if m.MTI == ReconciliationAnswer && m.Code != "" {
		m.Balance = OutOfBalance
	}
	if !m.Original.IsZero() {
		m.Original = Original{MTI: m.Original.MTI, STAN: m.Original.STAN, Local: "261124130000", Acquirer: m.Original.Acquirer}
	}
	if m.Replaces.Set = m.Replaces.Set && (m.MTI == ReversalAdvice || m.MTI == ReversalAdviceRepeat); !m.Replaces.Set {
		m.Replaces = Replacement{}
		if rapid.Bool().Draw(t, "asked?") {
			m.Asked = Replacement{rapid.Int64Range(0, maxMinor).Draw(t, "asked"), true}
		}
	}
	if m.Function = m.function(); m.MTI == NetworkRequest || m.MTI == NetworkAnswer {
		m.Function = rapid.SampledFrom([]string{"801", "802", "811", "821", "831"}).Draw(t, "function")
		_ = setFunction(m, m.Function)
	}
	m.LocalYear, m.LocalDate, m.LocalTime, m.Settles = "26", "1124", "130000", "261125"
	m.POSData, m.Entry, m.Reason = "510101511340", "051", "1776"
	m.Security, m.KeyBlock = "9876543210E00001", payment.NewSecret("00112233445566778899AABBCCDDEEFF")
}

func drawMessage(t *rapid.T) Message {
	card, _ := payment.LookupCard(rapid.SampledFrom(payment.CardNames()).Draw(t, "card"))
	money := unit.Money{Minor: rapid.Int64Range(0, maxMinor).Draw(t, "minor"), Currency: rapid.SampledFrom([]unit.Currency{"EUR", "USD", "JPY"}).Draw(t, "currency")}
	maybe := func(name, pattern string) string {
		if !rapid.Bool().Draw(t, name+"?") {
			return ""
		}
		return rapid.StringMatching(pattern).Draw(t, name)
	}
	m := Message{
		Amount: money,
		STAN:   STAN(rapid.IntRange(1, maxSTAN).Draw(t, "stan")), SentAt: Stamp(maybe("sent", "[0-9]{10}")),
		Processing: maybe("processing", "[0-9]{6}"), Code: maybe("code", "[0-9A-Z]{2}"), RRN: maybe("rrn", "[0-9]{12}"),
		Terminal: maybe("terminal", "[A-Z0-9]{1,8}"), Merchant: maybe("merchant", "[A-Z0-9]{1,15}"), Acquirer: maybe("acquirer", "[0-9]{1,11}"),
		Private62: maybe("private", "[ -~]{1,50}"), Additional: maybe("additional", "[ -~]{1,50}"), PSN: maybe("psn", "[0-9]{3}"),
		PINBlock: payment.NewSecret(maybe("pin", "[0-9A-F]{16}")), EMV: payment.NewSecret(maybe("emv", "([0-9A-F]{2}){1,255}")),
	}
	if rapid.Bool().Draw(t, "stripe?") {
		m.Track2 = card.Track2()
	} else {
		m.PAN, m.Expiry = card.PAN, card.Expiry
	}
	if rapid.Bool().Draw(t, "about another?") {
		m.Original = Original{MTI: AuthorisationRequest, STAN: STAN(rapid.IntRange(1, maxSTAN).Draw(t, "original")), SentAt: "1124120000", Acquirer: "400001"}
		m.Replaces = Replacement{rapid.Int64Range(0, maxMinor).Draw(t, "replaces"), true}
		m.Amounts = []AdditionalAmount{{"00", OriginalAmount, money}, {"10", AvailableBalance, money.Neg()}}
	}
	return m
}
