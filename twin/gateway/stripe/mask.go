package stripe

import "github.com/forecourt/forecourt/twin/gateway/mask"

var secrets = mask.Names{
	Hidden:  mask.Words("cvc", "cvv", "track_1", "track_2", "emv_data", "pin", "pin_block", "pin_serial", "emv_auth_data", "secret"),
	Numbers: mask.Words("number", "pan"),
}

// MaskBody strips card numbers, tracks, chip data and security codes from a body of either direction, form or JSON.
func MaskBody(body string) string { return secrets.Body(body) }
