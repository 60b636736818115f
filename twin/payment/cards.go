package payment

import (
	"sort"
	"strings"
)

// Card is a test card.
type Card struct {
	Name    string
	PAN     PAN
	Scheme  Scheme
	Product Product
	Expiry  string // YYMM
	Service string // service code: digit 1 is 2 where there is a chip
	PSN     string // card sequence number
	PIN     Secret
	Token   string // how gateway clients name it, if they do
	Chip
	Doc string
}

// HasChip says whether the service code tells of a chip.
func (c Card) HasChip() bool { return c.Service[0] == '2' || c.Service[0] == '6' }

// Read returns what a reader gets from the card, without what is made for one use alone.
func (c Card) Read(entry EntryMode) Read {
	r := Read{
		Card: c.Name, PAN: c.PAN, Expiry: c.Expiry, Entry: entry, PINOK: true, Scheme: c.Scheme, Product: c.Product, Token: c.Token,
		Service: c.Service,
	}
	if entry != Keyed {
		r.Track2 = c.Track2()
	}
	return r
}

// Track2 returns the stripe's second track without sentinels.
func (c Card) Track2() Secret {
	return NewSecret(c.PAN.Reveal() + "=" + c.Expiry + c.Service + "0000000000")
}

var cards = func() map[string]Card {
	table := []struct {
		name, pan string
		scheme    Scheme
		service   string
		token     string
		doc       string
	}{
		{"visa-credit", "4242424242424242", Visa, "201", "pm_card_visa", "approved"},
		{"mastercard-credit", "5555555555554444", Mastercard, "201", "pm_card_mastercard", "approved"},
		{"amex-credit", "378282246310005", Amex, "201", "pm_card_amex", "approved"},
		{"discover-credit", "6011111111111117", Discover, "201", "pm_card_discover", "approved"},
		{"visa-debit", "4000056655665556", Visa, "221", "pm_card_visa_debit", "approved, PIN asked for"},
		{"mastercard-prepaid", "5105105105105100", Mastercard, "101", "pm_card_mastercard_prepaid", "approved for what is left on it: 50.00"},
		{"visa-stripe", "4012888888881881", Visa, "101", "", "approved, no chip"},
		{"visa-chip", "4761739001010119", Visa, "201", "", "approved; the chip card of the published samples"},
		{"visa-declined", "4000000000000002", Visa, "201", "pm_card_chargeDeclined", "declined: do not honour"},
		{"visa-insufficient-funds", "4000000000009995", Visa, "201", "pm_card_chargeDeclinedInsufficientFunds", "declined: insufficient funds"},
		{"visa-lost", "4000000000009987", Visa, "201", "pm_card_chargeDeclinedLostCard", "declined: lost card"},
		{"visa-stolen", "4000000000009979", Visa, "201", "pm_card_chargeDeclinedStolenCard", "declined: stolen card"},
		{"visa-expired", "4000000000000069", Visa, "201", "pm_card_chargeDeclinedExpiredCard", "declined: expired card"},
		{"visa-processing-error", "4000000000000119", Visa, "201", "pm_card_chargeDeclinedProcessingError", "declined: system malfunction"},
		{"fleet-diesel", "9990123400000017", OwnFleet, "701", "", "approved; the company lets it buy diesel only"},
		{"fleet-any", "9990123400000025", OwnFleet, "701", "", "approved, for every product"},
		{"visa-two-applications", "4500600000000061", Visa, "201", "", "approved; its chip holds a credit and a debit application"},
		{"visa-blocked-application", "4012000033330026", Visa, "201", "", "its chip's application is blocked"},
		{"visa-unknown-application", "4012000077777777", Visa, "201", "", "its chip holds no application that a terminal knows"},
		{"visa-online-pin", "4005519200000004", Visa, "226", "", "approved; its issuer checks the PIN"},
		{"visa-german", "4009348888881881", Visa, "201", "", "approved; its holder reads German"},
		{"visa-phone", "4217651111111119", Visa, "201", "", "approved; a card in a phone, which checks its holder"},
		{"visa-silent", "4000000000000259", Visa, "201", "", "the host never answers"},
	}
	m := make(map[string]Card, len(table))
	for _, t := range table {
		pan, err := ParsePAN(t.pan)
		if err != nil {
			panic("payment: card " + t.name + ": " + err.Error())
		}
		m[t.name] = Card{
			Name: t.name, PAN: pan, Scheme: t.scheme, Product: productOf(t.name), Expiry: "2912", Service: t.service, PSN: "01",
			PIN: NewSecret("1234"), Token: t.token, Chip: chips[t.name], Doc: t.doc,
		}
	}
	return m
}()

// productOf finds the kind of a card in its name.
func productOf(name string) Product {
	switch {
	case strings.HasPrefix(name, "fleet-"):
		return FleetCard
	case strings.HasSuffix(name, "-debit"):
		return Debit
	case strings.HasSuffix(name, "-prepaid"):
		return PrepaidCard
	}
	return CreditCard
}

// LookupCard returns the test card of a name.
func LookupCard(name string) (Card, bool) {
	c, ok := cards[name]
	return c, ok
}

// CardByToken returns the test card that gateway clients name by a token.
func CardByToken(token string) (Card, bool) {
	for _, n := range CardNames() {
		if token != "" && cards[n].Token == token {
			return cards[n], true
		}
	}
	return Card{}, false
}

// CardByPAN returns the test card of a number.
func CardByPAN(pan PAN) (Card, bool) {
	for _, n := range CardNames() {
		if cards[n].PAN == pan {
			return cards[n], true
		}
	}
	return Card{}, false
}

// CardNames lists the test cards in order.
func CardNames() []string {
	names := make([]string, 0, len(cards))
	for n := range cards {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
