package stripe

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway/reader"
	"github.com/forecourt/forecourt/twin/payment"
)

var (
	cardNames    = known("number", "token", "exp_month", "exp_year", "cvc", "wallet[type]", "wallet[dynamic_last4]")
	presentNames = known(reader.Entry, reader.Track2, reader.EMV, reader.PAN, reader.Expiry, reader.PINBlock, reader.PINSerial, "wallet")
)

// inside names a parameter below another.
func inside(within, name string) string {
	if within == "" {
		return name
	}
	top, rest, nested := strings.Cut(name, "[")
	if nested {
		return within + "[" + top + "][" + rest
	}
	return within + "[" + name + "]"
}

func badCard(code, param, message string) *apiError {
	return &apiError{
		status: http.StatusPaymentRequired, early: true, Type: cardError, Code: code, Param: param, Message: message, DocURL: docURL(code),
	}
}

// notATestCard refuses a number that is in no list of test cards: nobody's real card has any business here.
func notATestCard() *apiError {
	e := badCard("card_declined", "", customerWords["test_mode_live_card"])
	e.DeclineCode = "test_mode_live_card"
	return e
}

// parseCard reads card[number] or card[token], and the date.
func parseCard(f form, place string, now clock.Instant) (payment.Read, *apiError) {
	if token := f.text("token"); token != "" {
		if o := outcomeOf("", tokenOf(token)); o != nil {
			return o.read(), nil
		}
		card, ok := payment.CardByToken(tokenOf(token))
		if !ok {
			return payment.Read{}, unfound("token", token, inside(place, "token"))
		}
		return payment.Read{PAN: card.PAN, Expiry: card.Expiry}, nil
	}
	for _, n := range []string{"number", "exp_month", "exp_year"} {
		if f.text(n) == "" {
			return payment.Read{}, missing(inside(place, n))
		}
	}
	pan, err := payment.ParsePAN(strings.NewReplacer(" ", "", "-", "").Replace(f.text("number")))
	if err != nil {
		return payment.Read{}, badCard("incorrect_number", "number", "Your card number is incorrect.")
	}
	month, year := number(f.text("exp_month")), number(f.text("exp_year"))
	if year < 100 {
		year += 2000
	}
	today := now.Time()
	switch {
	case month < 1 || month > 12:
		return payment.Read{}, badCard("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.")
	case year < today.Year() || year > today.Year()+50 || year > 2099:
		return payment.Read{}, badCard("invalid_expiry_year", "exp_year", "Your card's expiration year is invalid.")
	case year == today.Year() && month < int(today.Month()):
		return payment.Read{}, badCard("invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.")
	}
	if cvc := f.text("cvc"); f.has("cvc") && (len(cvc) < 3 || len(cvc) > 4 || !digits(cvc)) {
		return payment.Read{}, badCard("invalid_cvc", "cvc", "Your card's security code is invalid.")
	}
	return payment.Read{PAN: pan, Expiry: yymm(month, year)}, nil
}

// parsePresent reads what a terminal's driver passes of a card at a reader: our extension, see the package's comment.
func parsePresent(f form, place string) (payment.Read, string, *apiError) {
	read, psn, err := reader.Read(reader.Data{
		Entry: f.text(reader.Entry), Track2: f.text(reader.Track2), EMV: f.text(reader.EMV), PAN: f.text(reader.PAN), Expiry: f.text(reader.Expiry),
		PINBlock: f.text(reader.PINBlock), PINSerial: f.text(reader.PINSerial),
	})
	var wrong *reader.Wrong
	switch {
	case err == nil:
		return read, psn, nil
	case errors.As(err, &wrong) && wrong.Missing:
		return read, "", missing(inside(place, wrong.Field))
	case wrong != nil:
		name := inside(place, wrong.Field)
		return read, "", refused("payment_method_invalid_parameter", name, "Invalid %s: %s.", name, wrong.Why)
	}
	return read, "", refused("payment_method_invalid_parameter", place, "Invalid %s.", place)
}

func yymm(month, year int) string { return fmt.Sprintf("%02d%02d", year%100, month) }

// number reads up to four digits; what is no number is -1.
func number(s string) int {
	if len(s) > 4 || !digits(s) {
		return -1
	}
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}
