package paypal

import "github.com/forecourt/forecourt/twin/gateway/mask"

var secrets = mask.Names{
	Hidden: mask.Words("access_token", "client_secret", "security_code", "cvc", "cvv", "track_1", "track_2", "emv_data", "pin",
		"pin_block"),
	Numbers: mask.Words("number", "pan"),
}

// MaskBody strips access tokens, card numbers, tracks, chip data and security codes from a body of either direction.
func MaskBody(body string) string { return secrets.Body(body) }
