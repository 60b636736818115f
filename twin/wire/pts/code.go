package pts

import "fmt"

// Code is an error's number.
type Code int

// The codes that pumps have to do with.
const (
	NotFound            Code = 1
	InvalidJSON         Code = 2
	NoData              Code = 3
	NoDataForResponse   Code = 4
	RequestTooLong      Code = 5
	NoPermissions       Code = 6
	NoPumpNumber        Code = 18
	NoTransactionNumber Code = 19
	PumpOutOfRange      Code = 20
	TransactionNotFound Code = 22
	TransactionNoMatch  Code = 27
	NoNozzleNumber      Code = 29
	NozzleOutOfRange    Code = 33
	NoType              Code = 34
	TypeOutOfRange      Code = 36
	NoDose              Code = 37
	NoPrice             Code = 38
	DuplicateAuthorize  Code = 39
	BusyOtherUser       Code = 40
	BusyOtherRequest    Code = 41
	BusyFilling         Code = 42
	NotFilling          Code = 43
	UserNotMatch        Code = 46
	NotConfigured       Code = 52
	NotEndOfTransaction Code = 69
	PriceDifferent      Code = 78
)

// names are the vendor's words; those of its class library that are no jsonPTS errors are left out.
var names = map[Code]string{
	NotFound: "JSONPTS_ERROR_NOT_FOUND", InvalidJSON: "INVALID_JSON_REQUEST", NoData: "NO_DATA_ERROR",
	NoDataForResponse: "NO_DATA_FOR_RESPONSE", RequestTooLong: "JSON_REQUEST_IS_TOO_LONG",
	NoPermissions: "JSONPTS_ERROR_NO_PERMISSIONS", NoPumpNumber: "JSONPTS_ERROR_COULD_NOT_GET_PUMP_NUMBER",
	NoTransactionNumber: "JSONPTS_ERROR_COULD_NOT_GET_PUMP_TRANSACTION_NUMBER",
	PumpOutOfRange:      "JSONPTS_ERROR_PUMP_NUMBER_OUT_OF_RANGE",
	TransactionNotFound: "JSONPTS_ERROR_PUMP_TRANSACTION_NOT_FOUND",
	TransactionNoMatch:  "JSONPTS_ERROR_TRANSACTION_NUMBER_NOT_MATCH",
	NoNozzleNumber:      "JSONPTS_ERROR_COULD_NOT_GET_NOZZLE_NUMBER",
	NozzleOutOfRange:    "JSONPTS_ERROR_NOZZLE_NUMBER_OUT_OF_RANGE",
	NoType:              "JSONPTS_ERROR_COULD_NOT_GET_TYPE",
	TypeOutOfRange:      "JSONPTS_ERROR_TYPE_OUT_OF_RANGE",
	NoDose:              "JSONPTS_ERROR_COULD_NOT_GET_DOSE_VALUE",
	NoPrice:             "JSONPTS_ERROR_COULD_NOT_GET_PRICE_VALUE",
	DuplicateAuthorize:  "JSONPTS_ERROR_DUPLICATED_AUTHORIZATION_REQUEST",
	BusyOtherUser:       "JSONPTS_ERROR_PUMP_BUSY_OTHER_USER",
	BusyOtherRequest:    "JSONPTS_ERROR_PUMP_BUSY_OTHER_REQUEST_EXECUTED",
	BusyFilling:         "JSONPTS_ERROR_PUMP_BUSY_FILLING",
	NotFilling:          "JSONPTS_ERROR_PUMP_NOT_IN_FILLING_PROCESS",
	UserNotMatch:        "JSONPTS_ERROR_USER_NOT_MATCH",
	NotConfigured:       "JSONPTS_ERROR_PUMP_IS_NOT_CONFIGURED",
	NotEndOfTransaction: "JSONPTS_ERROR_PUMP_STATUS_NOT_END_OF_TRANSACTION",
	PriceDifferent:      "JSONPTS_ERROR_REPEATED_AUTHORIZE_PUMP_PRICE_DIFFERENT",
}

// String returns the code's name, as it stands in Message.
func (c Code) String() string {
	if n := names[c]; n != "" {
		return n
	}
	return fmt.Sprintf("JSONPTS_ERROR_%d", int(c))
}
