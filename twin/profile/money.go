package profile

import (
	"time"

	"github.com/forecourt/forecourt/twin/strict"
)

// CardReader is a model of outdoor terminals. What it draws, it draws for each card.
type CardReader struct {
	Chip     Latency // insertion, application selection, cryptogram
	Stripe   Latency
	Tap      Latency // contactless
	PIN      Latency // typing it
	NoPIN    Span    // how long a PIN is waited for
	Patience Span    // how long the POS is waited for

	Slot          Choice // insert, motorised, or none: contactless only
	FallbackAfter Count  // failures of one chip before its stripe is read; 0: never
	FallbackFor   Span   // how long that is remembered
	TapLimit      Count  // of a tapped card, in whole units of the site's currency; 0: none
	TapCVMLimit   Count  `yaml:"tap-cvm-limit"` // above it the holder of a tapped card must show who he is; likewise
	PINBypass     Choice `yaml:"pin-bypass"`    // yes or no: the PIN may be passed over
	ChooseWithin  Span   // an application
	RemindAfter   Span   // of a card that may be taken, and again each time
	Reminders     Count  // before the alarm
	ReceiptWithin Span   // how long a receipt is offered
	ReprintWithin Span   // how long it can be had again
}

// slots are the ways of taking a contact card; yesNo are the words for it.
var (
	slots = []string{"insert", "motorised", "none"}
	yesNo = []string{"no", "yes"}
)

const (
	mostFallback  = 9
	mostReminders = 99
	mostTap       = 1_000_000
)

func (x *CardReader) check(c *checker) {
	c.oneOf(x.Slot, "slot", slots)
	c.oneOf(x.PINBypass, "pin-bypass", yesNo)
	c.wrong(x.FallbackAfter.Is < 0 || x.FallbackAfter.Is > mostFallback, "fallback-after", "a chip fails 0 to 9 times", "0: its stripe is never read")
	c.wrong(x.Reminders.Is < 1 || x.Reminders.Is > mostReminders, "reminders", "a terminal reminds 1 to 99 times", "")
	c.wrong(x.TapLimit.Is < 0 || x.TapLimit.Is > mostTap, "tap-limit", "a limit is 0 to 1000000", "0: none")
	c.wrong(x.TapCVMLimit.Is < 0 || x.TapCVMLimit.Is > mostTap, "tap-cvm-limit", "a limit is 0 to 1000000", "0: none")
}

// Host is a model of merchant hosts.
type Host struct {
	Latency Latency // between request and answer
}

const slowestHost = 10 * time.Minute

func (h *Host) check(c *checker) {
	_, to := h.Latency.Of.Bounds()
	c.wrong(time.Duration(to) > slowestHost, "latency", "no host takes longer than 10 min", "a silent one is 'no-answer' in given: { host: ... }")
}

// Gateway is a model of payment gateways.
type Gateway struct {
	Network     Span // from the client's request to the gateway, and back with the answer
	HostTimeout Span // how long an answer of the host is waited for
	RepeatEvery Span // between a completion or reversal and its repeat
	LockTimeout Span // how long a request waits for another on the same intent
	HoldFor     Span // how long a hold lasts that is not captured
	KeepKeys    Span // how long an idempotency key is known
	HonourFor   Span // how long its money is certain, where holds are renewed (PayPal's manner)
	TokenFor    Span // how long an access token is good (PayPal's manner)
}

func (*Gateway) check(*checker) {}

// Till is a model of points of sale.
type Till struct {
	GatewayTimeout Span
	LedgerTimeout  Span  // of order management
	Retries        Count // repeats of an act that got no answer, before the customer is told
	RetryPause     Span  // before each of them
	OutboxPause    Span  // before each later one
	ReleaseWithin  Span  // for the controller to take a release
	QuietWithin    Span  // for the controller to answer a withdrawal
	AskWithin      Span  // between asking for a sale that may have been missed during a delivery
}

const mostRetries = 100

func (t *Till) check(c *checker) {
	c.wrong(t.Retries.Is < 1 || t.Retries.Is > mostRetries, "retries", "a till tries again 1 to 100 times", "")
}

func (m *CardReader) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		CardReader
	}{CardReader: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.CardReader
	return err
}

func (m *Host) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		Host
	}{Host: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.Host
	return err
}

func (m *Gateway) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		Gateway
	}{Gateway: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.Gateway
	return err
}

func (m *Till) read(n *strict.Node, h *Head) error {
	v := struct {
		Head
		Till
	}{Till: *m}
	err := n.Decode(&v)
	*h, *m = v.Head, v.Till
	return err
}
