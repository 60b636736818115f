package iso8583

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/emv"
)

var (
	noon  = clock.At(time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC))
	pump3 = Terminal{
		ID: "PUMP0003", Merchant: "SITE00000000001", MCC: FuelDispenser, Acquirer: "400001", PINPad: true,
		Zone: time.FixedZone("local", -5*3600),
	}
	dollars = func(minor int64) unit.Money { return unit.Money{Minor: minor, Currency: "USD"} }
)

func chipRead() payment.Read {
	c, _ := payment.LookupCard("visa-chip")
	return payment.Read{Card: c.Name, PAN: c.PAN, Expiry: c.Expiry, Entry: payment.ContactChip}
}

// TestBuildersMakeTheSamples tells the story of the fact sheet: 175.00 asked, 50.00 granted, 42.11 taken.
func TestBuildersMakeTheSamples(t *testing.T) {
	request := pump3.Authorise(noon, 42, chipRead(), "01", dollars(17500))
	answer := request.Answer(CodePartial)
	answer.Amount, answer.Approval = dollars(5000), "A1B2C3"
	answer.LocalTime, answer.LocalDate, answer.PSN, answer.Acquirer = "", "", "", "" // the sample echoes less than we do
	advice := pump3.Complete(AuthorisationAdvice, noon.Add(450*time.Second), 43, request, answer, dollars(4211))
	volume, _ := unit.ParseIndicated("11.003 US gal")
	price, _ := unit.ParsePrice("3.827 USD/US gal")
	fuel, err := Fuel("001", volume, price, dollars(4211), 'T')
	if err != nil {
		t.Fatal(err)
	}
	if advice.Product, err = (Products{Service: 'S', Items: []Product{fuel}}).Text(); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]Message{
		"0100": request, "0110": answer, "0120": advice,
		"0420": pump3.Reverse(noon.Add(8*time.Minute), 44, request), "0800": EchoTest(noon, 1),
	} {
		if err := m.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if b, err := Encode(m); err != nil || !bytes.Equal(b, samples(t)[name].bytes) {
			t.Errorf("%s is\n%q, want\n%q, %v", name, b, samples(t)[name].bytes, err)
		}
	}
	if again := advice.Again(); again.MTI != AuthorisationAdviceRepeat || again.Key() != advice.Key() || again.Again().MTI != again.MTI {
		t.Error("a repeat is not the same exchange")
	}
	if request.Key() != answer.Key() || request.Again().MTI != AuthorisationRequest {
		t.Error("an answer does not match its request, or a request repeats")
	}
}

func TestTrackStaysOutOfEverythingAfterTheRequest(t *testing.T) {
	read := chipRead()
	card, _ := payment.LookupCard(read.Card)
	read.Track2 = card.Track2()
	request := pump3.Authorise(noon, 42, read, card.PSN, dollars(17500))
	if !request.PAN.IsZero() || request.Track2.IsZero() {
		t.Error("a request with a track carries the number twice")
	}
	advice := pump3.Complete(FinancialAdvice, noon, 43, request, request.Answer(CodeApproved), dollars(1))
	for _, m := range []Message{advice, pump3.Reverse(noon, 44, request)} {
		if !m.Track2.IsZero() || m.PAN != card.PAN {
			t.Errorf("%s: track %v, number %v", m.MTI, m.Track2, m.PAN)
		}
	}
	if !request.Answer(CodeApproved).Track2.IsZero() {
		t.Error("the answer echoes the track")
	}
}

func TestCheckNamesWhatIsMissing(t *testing.T) {
	whole := pump3.Authorise(noon, 42, chipRead(), "01", dollars(17500))
	for id, spoil := range map[int]func(*Message){
		2: func(m *Message) { m.PAN = payment.PAN{} }, 4: func(m *Message) { m.Amount = unit.Money{} },
		11: func(m *Message) { m.STAN = 0 }, 41: func(m *Message) { m.Terminal = "" }, 49: func(m *Message) { m.Amount.Currency = "" },
	} {
		m := whole
		spoil(&m)
		var missing *FieldError
		if err := m.Check(); !errors.As(err, &missing) || missing.Field != id || ResponseTo(err) != CodeFormatError {
			t.Errorf("field %d: %v", id, err)
		}
	}
}

func TestEncodeNamesWhatDoesNotFit(t *testing.T) {
	whole := pump3.Authorise(noon, 42, chipRead(), "01", dollars(17500))
	for id, spoil := range map[int]func(*Message){
		4: func(m *Message) { m.Amount.Minor = -1 }, 37: func(m *Message) { m.RRN = "short" }, 41: func(m *Message) { m.Terminal = "too-long-a-name" },
		49: func(m *Message) { m.Amount.Currency = "GOLD" }, 11: func(m *Message) { m.STAN = 1_000_000 },
		55: func(m *Message) { m.EMV = payment.NewSecret("no hex") }, 42: func(m *Message) { m.Merchant = "tab\there" },
		35: func(m *Message) { m.Track2 = payment.NewSecret("4761739001010119=29122010000000000000000000") },
	} {
		m := whole
		spoil(&m)
		var misfit *FieldError
		if _, err := Encode(m); !errors.As(err, &misfit) || misfit.Field != id || strings.Contains(err.Error(), "4761739001010119") {
			t.Errorf("field %d: %v", id, err)
		}
	}
	if _, err := Encode(Message{MTI: "0600"}); err == nil {
		t.Error("an unknown type was packed")
	}
}

func TestDecodeTellsTheResponse(t *testing.T) {
	good := samples(t)["0100"].bytes
	for name, c := range map[string]struct {
		b    []byte
		code string
	}{
		"wrong check digit": {bytes.Replace(good, []byte("4761739001010119"), []byte("4761739001010118"), 1), CodeInvalidCard},
		"cut off":           {good[:len(good)-1], CodeFormatError},
		"too long":          {append(bytes.Clone(good), '0'), CodeFormatError},
		"letters":           {bytes.Replace(good, []byte("5542051"), []byte("554205X"), 1), CodeFormatError},
		"currency":          {append(bytes.Clone(good[:len(good)-3]), "000"...), CodeFormatError},
		"type":              {append([]byte("0600"), good[4:]...), CodeFormatError},
		"signed length":     {bytes.Replace(good, []byte("06400001"), []byte("+6400001"), 1), CodeFormatError},
		"nothing":           {nil, CodeFormatError},
	} {
		m, err := Decode(c.b)
		if ResponseTo(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(unhexed(err.Error()), "476173900101011") {
			t.Errorf("%s: the error shows the card: %v", name, err)
		}
		if name != "nothing" && m.STAN != 42 {
			t.Errorf("%s: the trace number is lost", name)
		}
	}
}

// unhexed turns the hex dump in a frame error back into text.
func unhexed(s string) string {
	var b strings.Builder
	for _, w := range strings.Fields(s) {
		var c byte
		if n, _ := fmt.Sscanf(w, "%02X", &c); n == 1 && len(w) == 2 {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func TestProductsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Products{Service: 'F'}
		for range rapid.IntRange(1, maxProducts).Draw(t, "items") {
			p.Items = append(p.Items, Product{
				rapid.StringMatching("[0-9]{3}").Draw(t, "code"), rapid.SampledFrom([]byte("ULIKE")).Draw(t, "unit"),
				rapid.Int64Range(0, maxNine).Draw(t, "quantity"), rapid.Int64Range(0, maxNine).Draw(t, "price"),
				rapid.Int64Range(0, maxMinor).Draw(t, "minor"), 'T',
			})
		}
		text, err := p.Text()
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 999 {
			t.Fatalf("%d characters do not fit DE63", len(text))
		}
		if back, err := ParseProducts(text); err != nil || cmp.Diff(p, back) != "" {
			t.Fatalf("%v\n%s", err, cmp.Diff(p, back))
		}
	})
	price, _ := unit.ParsePrice("1.7995 EUR/L")
	if _, err := Fuel("001", unit.Indicated{Count: 1}, price, unit.Money{}, 'T'); err == nil {
		t.Error("a price of four decimals was cut")
	}
	coarse, _ := unit.ParsePrice("1.799 EUR/L")
	if p, err := Fuel("001", unit.Indicated{Count: 3250, Decimals: 2}, coarse, unit.Money{Minor: 5847}, 'T'); err != nil || p.Quantity != 32500 || p.Price != 1799 {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestPartialFlag(t *testing.T) {
	for text, want := range map[string]bool{"": false, PartialApprovalSupported: true, "610500000": false, "4203ABC610510000": true, "6105": false, "x": false, "61x5": false} {
		if got := (Message{Additional: text}).AcceptsPartial(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	if got := RRN(noon, 42); got != "632812000042" {
		t.Error(got)
	}
	if STAN(999_999).Next() != 1 || STAN(1).Next() != 2 {
		t.Error("trace numbers do not go round")
	}
	for mode, want := range map[payment.EntryMode]string{payment.ContactChip: "051", payment.Stripe: "901", payment.Fallback: "801", payment.Contactless: "071"} {
		code := EntryCode(mode, true)
		if back, ok := EntryMode(code); code != want || !ok || back != mode {
			t.Errorf("%s is %s", mode, code)
		}
	}
}

func TestResponsesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Responses {
		if seen[r.Code] || len(r.Code) != 2 || len(r.Action) != 3 || r.Meaning == "" || r.Customer == "" || (r.Decline == "") != (r.Class == Approve || r.Class == Partial) {
			t.Errorf("%+v", r)
		}
		seen[r.Code] = true
	}
	if r, ok := LookupResponse("51"); !ok || r.Decline != "insufficient_funds" || r.Class != Decline {
		t.Errorf("%+v", r)
	}
	if r, ok := ResponseByAction("912"); !ok || r.Code != CodeIssuerDown {
		t.Errorf("%+v", r)
	}
	if r, ok := ResponseByDecline("lost_card"); !ok || r.Code != CodeLostCard {
		t.Errorf("%+v", r)
	}
	if r, ok := LookupResponse("ZZ"); ok || r.Class != Decline {
		t.Errorf("%+v", r)
	}
}

func TestChipDataTravel(t *testing.T) {
	card, _ := payment.LookupCard("visa-chip")
	read := chipRead()
	read.EMV, _ = emv.ARQC(card, 7, dollars(17500), noon, 1)
	b, err := Encode(pump3.Authorise(noon, 42, read, card.PSN, dollars(17500)))
	if err != nil {
		t.Fatal(err)
	}
	m, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if err := emv.Verify(m.EMV, m.PAN, m.PSN); err != nil {
		t.Fatal(err)
	}
}
