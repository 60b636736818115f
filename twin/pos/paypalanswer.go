package pos

import (
	"cmp"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/plutov/paypal/v4"

	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/unit"
)

// paypalOrder is what the POS reads of an order.
type paypalOrder struct {
	ID    string `json:"id"`
	Units []struct {
		Payments struct {
			Authorisations []paypalPayment `json:"authorizations"`
			Captures       []paypalPayment `json:"captures"`
		} `json:"payments"`
	} `json:"purchase_units"`
}

// paypalPayment is an authorisation, a capture or a refund.
type paypalPayment struct {
	ID        string       `json:"id"`
	Status    string       `json:"status"`
	Amount    paypal.Money `json:"amount"`
	Created   time.Time    `json:"create_time"`
	Processor struct {
		Code string `json:"response_code"`
	} `json:"processor_response"`
}

// newest returns the last authorisation, or the last capture where there is none.
func (o *paypalOrder) newest() (p paypalPayment) {
	if len(o.Units) == 0 {
		return p
	}
	if all := o.Units[0].Payments.Authorisations; len(all) > 0 {
		return all[len(all)-1]
	}
	if all := o.Units[0].Payments.Captures; len(all) > 0 {
		return all[len(all)-1]
	}
	return p
}

// write is an amount as the API has it. The site's currency is one that the manner takes, so its decimals are the usual.
func (g *paypalGateway) write(m unit.Money) fields {
	value, _, _ := strings.Cut(m.String(), " ")
	return fields{"currency_code": string(g.currency), "value": value}
}

func (g *paypalGateway) read(m paypal.Money) (unit.Money, error) {
	return unit.ParseMoney(m.Value + " " + m.Currency)
}

// final tells an answer from the lack of one: a time-out, a server's error, a conflict or a token that is no good must be
// tried again.
func (g *paypalGateway) final(err error) (answer, error) {
	var e *paypal.ErrorResponse
	if !errors.As(err, &e) {
		return answer{}, err
	}
	switch status := e.Response.StatusCode; {
	case status == http.StatusUnauthorized:
		g.token = ""
		return answer{}, err
	case status < 400, status >= 500, status == http.StatusConflict, status == http.StatusTooManyRequests:
		return answer{}, err
	}
	a := answer{Code: e.Name, Reason: payment.Mask(e.Message)}
	if len(e.Details) > 0 {
		a.Code, a.Reason = e.Details[0].Issue, payment.Mask(e.Details[0].Description)
	}
	return a, nil
}

// processorWords are the till's own words for what a processor says: those of the other manner, so that a customer is told
// the same (C).
var processorWords = map[string]string{
	"0500": "do_not_honor", "5120": "insufficient_funds", "5400": "expired_card", "5500": "incorrect_pin", "5130": "incorrect_pin",
	"9520": "lost_card", "5150": "pickup_card", "5135": "pin_try_exceeded", "5920": "issuer_not_available", "0960": "processing_error",
	"5700": "transaction_not_allowed", "PPAX": "card_velocity_exceeded", "5710": "withdrawal_count_limit_exceeded",
}

func processorWord(code string) string { return cmp.Or(processorWords[code], "generic_decline") }
