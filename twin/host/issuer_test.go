package host

import (
	"testing"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

func TestTheIssuerAnswersAsTheHostDoes(t *testing.T) {
	i, err := NewIssuer("EUR", nil)
	if err != nil {
		t.Fatal(err)
	}
	hold := unit.Money{Minor: 15_000, Currency: "EUR"}
	for card, want := range map[string]payment.Verdict{
		"visa-credit": payment.Approved, "visa-declined": payment.Declined, "visa-silent": payment.NoAnswer,
		"mastercard-prepaid": payment.PartiallyApproved, "no such card": payment.Declined,
	} {
		if got := i.Decide(card, hold, "2601"); got.Verdict != want {
			t.Errorf("%s: %s, expected %s", card, got.Verdict, want)
		}
	}
	if got := i.Decide("visa-credit", hold, "3001"); got.Verdict != payment.Declined {
		t.Errorf("an expired card: %s", got.Verdict)
	}
	i.Spend("mastercard-prepaid", 4_000)
	if got := i.Decide("mastercard-prepaid", hold, "2601"); got.Granted.Minor != 1_000 {
		t.Errorf("10.00 are left: %s", got.Granted)
	}
	i.Spend("mastercard-prepaid", 1_000)
	if got := i.Decide("mastercard-prepaid", hold, "2601"); got.Verdict != payment.Declined {
		t.Errorf("nothing is left: %s", got.Verdict)
	}
	if _, err := NewIssuer("EUR", map[string]Rule{"no such card": {}}); err == nil {
		t.Error("a rule for a card that is not there was taken")
	}
}
