package step

import (
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/payment"
)

func init() {
	Register(Info{
		Name: "show-loyalty", Acts: true,
		New:     func() Step { return &ShowLoyalty{Entry: payment.LoyaltyBarcode} },
		Doc:     "holds a test membership of a loyalty scheme at a reader, before the payment card (entry: barcode, stripe)",
		Example: "show-loyalty: { reader: 1, membership: member-one }",
	})
}

// ShowLoyalty holds a membership at a reader.
type ShowLoyalty struct {
	Reader     int    `yaml:",required"`
	Membership string `yaml:",required"`
	Entry      payment.LoyaltyEntry
	role       forecourt.Role
}

// Lint implements Step.
func (s *ShowLoyalty) Lint(l *Lint) {
	s.role = l.Numbered("reader", readerKind, s.Reader)
	l.Membership("membership", s.Membership)
	l.OneOf("entry", "way to show a membership", string(s.Entry), string(payment.LoyaltyBarcode), string(payment.LoyaltyStripe))
}

// Run implements Step.
func (s *ShowLoyalty) Run(h *Hand) error {
	return h.Do(s.role, payment.ShowLoyalty{Membership: s.Membership, Entry: s.Entry})
}
