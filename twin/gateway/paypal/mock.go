package paypal

import "encoding/json"

// mocked reads PayPal-Mock-Response: {"mock_application_codes":"INSTRUMENT_DECLINED"} has the request answered with that
// issue, and nothing is done. A word that is in no catalogue is refused; so is what does not read.
func mocked(r route, header string) *apiError {
	if header == "" || r.plain {
		return nil
	}
	var in struct {
		Codes string `json:"mock_application_codes"`
	}
	if err := json.Unmarshal([]byte(header), &in); err != nil {
		return issueAt("INVALID_PARAMETER_SYNTAX", "PayPal-Mock-Response")
	}
	if _, known := catalogue[in.Codes]; !known {
		return issueAt("INVALID_PARAMETER_VALUE", "PayPal-Mock-Response")
	}
	e := issue(in.Codes)
	e.early = true // the request did nothing, so its PayPal-Request-Id is free
	return e
}
