package iso8583

// Class says what a POS does with a response.
type Class string

// The classes.
const (
	Approve Class = "approve"
	Partial Class = "partial"
	Decline Class = "decline"
	Retry   Class = "retry" // the same card may be tried again
)

// The response codes that the twin itself gives.
const (
	CodeApproved           = "00"
	CodePartial            = "10"
	CodeDoNotHonour        = "05"
	CodeInvalidTransaction = "12"
	CodeInvalidAmount      = "13"
	CodeInvalidCard        = "14"
	CodePickUp             = "04"
	CodeFormatError        = "30"
	CodeLostCard           = "41"
	CodeStolenCard         = "43"
	CodeInsufficientFunds  = "51"
	CodeExpiredCard        = "54"
	CodeWrongPIN           = "55"
	CodeNotPermittedCard   = "57"
	CodeNotPermitted       = "58"
	CodeOverAmount         = "61"
	CodeSecurity           = "63"
	CodeOverCount          = "65"
	CodePINTries           = "75"
	CodeIssuerDown         = "91"
	CodeDuplicate          = "94"
	CodeOutOfBalance       = "95"
	CodeSystemError        = "96"
)

// Response is one line of the table of response codes.
type Response struct {
	Code     string // DE39 of 1987
	Action   string // DE39 of 1993
	Meaning  string
	Customer string // what the customer is told: never why a card is held back (C)
	Decline  string // the gateway's decline code (C); empty for approvals
	Class    Class
}

// Responses is payments.md 1.5 with the decline codes of 4.2. The 1987 codes and their meanings are (A), 63, 75, 95 and 96 (K);
// of the 1993 codes 000, 100, 101, 109, 110, 111 and 904 were seen (A or B), the others are (C).
var Responses = []Response{
	{"00", "000", "approved", "authorised", "", Approve},
	{"01", "107", "refer to issuer", "see cashier", "generic_decline", Decline},
	{"02", "107", "refer to issuer, special", "see cashier", "generic_decline", Decline},
	{"03", "109", "invalid merchant", "see cashier", "generic_decline", Decline},
	{"04", "200", "pick up card", "see cashier", "pickup_card", Decline},
	{"05", "100", "do not honour", "card declined", "do_not_honor", Decline},
	{"07", "200", "pick up card, special", "see cashier", "generic_decline", Decline},
	{"10", "002", "approved for partial amount", "authorised up to the amount shown", "", Partial},
	{"12", "902", "invalid transaction", "see cashier", "generic_decline", Decline},
	{"13", "110", "invalid amount", "see cashier", "generic_decline", Decline},
	{"14", "111", "invalid card number", "card not accepted", "generic_decline", Decline},
	{"30", "904", "format error", "see cashier", "generic_decline", Decline},
	{"41", "208", "lost card", "see cashier", "lost_card", Decline},
	{"43", "209", "stolen card", "see cashier", "stolen_card", Decline},
	{"51", "116", "insufficient funds", "card declined", "insufficient_funds", Decline},
	{"54", "101", "expired card", "card expired", "expired_card", Decline},
	{"55", "117", "wrong PIN", "PIN wrong, try again", "incorrect_pin", Retry},
	{"57", "119", "not permitted to card", "card not accepted", "transaction_not_allowed", Decline},
	{"58", "120", "not permitted to terminal", "card not accepted", "generic_decline", Decline},
	{"61", "121", "over amount limit", "card declined", "card_velocity_exceeded", Decline},
	{"63", "916", "security violation", "see cashier", "generic_decline", Decline},
	{"65", "123", "over count limit", "card declined", "withdrawal_count_limit_exceeded", Decline},
	{"75", "106", "PIN tries exceeded", "see cashier", "pin_try_exceeded", Decline},
	{"91", "907", "issuer or switch inoperative", "try again", "issuer_not_available", Retry},
	{"94", "913", "duplicate", "see cashier", "generic_decline", Decline},
	{"95", "501", "reconciled, out of balance", "see cashier", "generic_decline", Decline},
	{"96", "909", "system malfunction", "try again", "processing_error", Retry},
}

// LookupResponse returns the line of a code. An unknown code is a decline (C).
func LookupResponse(code string) (Response, bool) {
	for _, r := range Responses {
		if r.Code == code {
			return r, true
		}
	}
	return Response{Code: code, Meaning: "unknown", Customer: "card declined", Decline: "generic_decline", Class: Decline}, false
}

// ResponseByAction returns the first line of a 1993 action code.
func ResponseByAction(action string) (Response, bool) {
	for _, r := range Responses {
		if r.Action == action || action == "912" && r.Code == CodeIssuerDown {
			return r, true
		}
	}
	return Response{}, false
}

// ResponseByDecline returns the first line of a gateway's decline code.
func ResponseByDecline(decline string) (Response, bool) {
	for _, r := range Responses {
		if decline != "" && r.Decline == decline {
			return r, true
		}
	}
	return Response{}, false
}
