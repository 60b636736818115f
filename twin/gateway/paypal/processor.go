package paypal

import "github.com/forecourt/forecourt/twin/wire/iso8583"

// processorCodes are PayPal's names for what an issuer says, by DE39 of 1987 (the names K, the mapping C).
var processorCodes = map[string]string{
	"": "5920", "00": "0000", "01": "0100", "02": "0100", "03": "1350", "04": "5150", "05": "0500", "07": "5150", "10": "1000",
	"12": "5210", "13": "1310", "14": "1330", "30": "1300", "41": "9520", "43": "9520", "51": "5120", "54": "5400", "55": "5500",
	"57": "5700", "58": "5700", "61": "PPAX", "65": "5710", "75": "5135", "91": "5920", "94": "5200", "96": "0960",
}

// processorCode is processor_response.response_code for a code of the host, empty where it did not answer.
func processorCode(code string) string {
	if name, ok := processorCodes[code]; ok {
		return name
	}
	return "5100"
}

// declineCode is the twin's own word for it.
func declineCode(code string) string {
	if code == "" {
		return "issuer_not_available"
	}
	r, _ := iso8583.LookupResponse(code)
	if r.Decline == "" {
		return "generic_decline" // an approval that could not be used
	}
	return r.Decline
}
