package stripe

import (
	"strings"

	"github.com/forecourt/forecourt/twin/payment"
)

// outcome is a test card that the gateway itself declines: its host is not asked. The others are the host's (payment.CardNames).
type outcome struct {
	number        string // as the card's; empty: it has only a token
	token         string
	code, decline string
}

// outcomes are the published numbers whose outcome no response code of a host is (payments.md 3.5; tokens K). That a card which
// wants 3-D Secure is declined, where the original has its holder act, is a design default: nobody at a pump can.
var outcomes = func() []outcome {
	all := []outcome{
		{"4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"},
		{"4000000000006975", "pm_card_chargeDeclinedVelocityLimitExceeded", "card_declined", "card_velocity_exceeded"},
		{"4000000000003220", "pm_card_threeDSecure2Required", "authentication_required", "authentication_required"},
		{"4000002760003184", "pm_card_authenticationRequired", "authentication_required", "authentication_required"},
	}
	for _, code := range declineCodes {
		all = append(all, outcome{"", declineToken + code, "card_declined", code})
	}
	return all
}()

// declineToken begins the tokens of ours that are declined with whatever code stands behind it.
const declineToken = "pm_card_decline_"

// declineCodes are those of payments.md 4.2.
var declineCodes = []string{
	"generic_decline", "do_not_honor", "insufficient_funds", "incorrect_pin", "invalid_pin", "pin_try_exceeded", "lost_card", "stolen_card",
	"pickup_card", "restricted_card", "card_not_supported", "card_velocity_exceeded", "withdrawal_count_limit_exceeded",
	"transaction_not_allowed", "issuer_not_available", "try_again_later", "offline_pin_required", "online_or_offline_pin_required",
	"testmode_decline",
}

// outcomeOf finds the outcome of a number or a token; nil: it is the host's to say.
func outcomeOf(number, token string) *outcome {
	for n := range outcomes {
		if o := &outcomes[n]; token != "" && o.token == token || number != "" && o.number == number {
			return o
		}
	}
	return nil
}

// read is what the card looks like: where it has no number, it is the one that is always declined.
func (o *outcome) read() payment.Read {
	like, _ := payment.LookupCard("visa-declined")
	read := payment.Read{PAN: like.PAN, Expiry: like.Expiry}
	if pan, err := payment.ParsePAN(o.number); err == nil {
		read.PAN = pan
	}
	return read
}

// failure is why the gateway declines; m is the method that has the outcome.
func (o *outcome) failure() failure {
	f := failure{Code: o.code, Decline: o.decline, Message: customerWords[o.decline]}
	if f.Message == "" {
		f.Message = "Your card was declined."
	}
	return f
}

// tokenOf takes what clients write for a token: pm_card_visa, tok_visa.
func tokenOf(text string) string {
	return "pm_card_" + strings.TrimPrefix(strings.TrimPrefix(text, "tok_"), "pm_card_")
}

// adviceOf says what to do about a decline code (C): the API's advice_code, empty for none.
func adviceOf(decline string) string {
	switch decline {
	case "lost_card", "stolen_card", "pickup_card", "restricted_card":
		return "do_not_try_again"
	case "issuer_not_available", "processing_error", "try_again_later", "incorrect_pin":
		return "try_again_later"
	case "expired_card", "incorrect_cvc", "incorrect_number":
		return "confirm_card_data"
	}
	return ""
}
