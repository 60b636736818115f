package paypal

import "net/http"

// trouble is one issue that the API names. early: the request is wrong in itself, whatever the state of things.
type trouble struct {
	status int
	early  bool
	says   string
}

// catalogue is every issue that this gateway names, and that PayPal-Mock-Response may ask for. The names are PayPal's
// (AUTHORIZATION_VOIDED and INSTRUMENT_DECLINED A; the others K), the words are ours.
var catalogue = map[string]trouble{
	"MALFORMED_REQUEST_JSON":     {http.StatusBadRequest, true, "The body is not one JSON object."},
	"MISSING_REQUIRED_PARAMETER": {http.StatusBadRequest, true, "A field that is needed is not there."},
	"INVALID_PARAMETER_SYNTAX":   {http.StatusBadRequest, true, "A field is not written as it must be."},
	"INVALID_PARAMETER_VALUE":    {http.StatusBadRequest, true, "A field has none of the values it may have."},
	"INVALID_STRING_LENGTH":      {http.StatusBadRequest, true, "A field is too long."},
	"INVALID_ARRAY_LENGTH":       {http.StatusBadRequest, true, "A list is empty or too long."},
	"PAYPAL_REQUEST_ID_REQUIRED": {http.StatusBadRequest, true, "A request that pays needs a PayPal-Request-Id."},
	"INVALID_REQUEST_ID":         {http.StatusBadRequest, true, "The PayPal-Request-Id is too long."},

	"INVALID_RESOURCE_ID":               {http.StatusNotFound, false, "No resource has this id."},
	"PREVIOUS_REQUEST_IN_PROGRESS":      {http.StatusConflict, true, "Another request on the same resource, or with the same PayPal-Request-Id, is not finished."},
	"PAYPAL_REQUEST_ID_PREVIOUSLY_USED": {http.StatusUnprocessableEntity, true, "The PayPal-Request-Id came with another request before."},

	"INVALID_CURRENCY_CODE":      {http.StatusBadRequest, true, "A currency is a code of three letters."},
	"CURRENCY_NOT_SUPPORTED":     {http.StatusUnprocessableEntity, true, "The currency is not taken."},
	"DECIMAL_PRECISION":          {http.StatusUnprocessableEntity, true, "The amount has more decimals than its currency."},
	"DECIMALS_NOT_SUPPORTED":     {http.StatusUnprocessableEntity, true, "The currency has no decimals."},
	"CANNOT_BE_ZERO_OR_NEGATIVE": {http.StatusUnprocessableEntity, true, "The amount must be over zero."},
	"MAX_VALUE_EXCEEDED":         {http.StatusUnprocessableEntity, true, "The amount is larger than any that is taken."},

	"UNSUPPORTED_INTENT":           {http.StatusUnprocessableEntity, true, "The intent is neither CAPTURE nor AUTHORIZE."},
	"UNSUPPORTED_PATCH":            {http.StatusUnprocessableEntity, true, "This cannot be patched."},
	"ONE_PURCHASE_UNIT":            {http.StatusUnprocessableEntity, true, "This gateway takes one purchase unit an order."},
	"UNSUPPORTED_PAYMENT_SOURCE":   {http.StatusUnprocessableEntity, true, "The payment source is none that is taken here."},
	"ACTION_DOES_NOT_MATCH_INTENT": {http.StatusUnprocessableEntity, false, "The order was made with the other intent."},
	"ORDER_NOT_APPROVED":           {http.StatusUnprocessableEntity, false, "The payer has not approved the order."},
	"ORDER_ALREADY_AUTHORIZED":     {http.StatusUnprocessableEntity, false, "The order has been authorised."},
	"ORDER_ALREADY_CAPTURED":       {http.StatusUnprocessableEntity, false, "The order has been captured."},
	"ORDER_COMPLETED":              {http.StatusUnprocessableEntity, false, "The order is completed and cannot be changed."},
	"ORDER_EXPIRED":                {http.StatusUnprocessableEntity, false, "The payer did not approve the order in time."},

	"TOKEN_ID_NOT_FOUND":        {http.StatusUnprocessableEntity, true, "No payment token has this id."},
	"CARD_READ_AGAIN":           {http.StatusUnprocessableEntity, false, "What the reader got from this card is used or lost: read the card again."},
	"CARD_NUMBER_INVALID":       {http.StatusUnprocessableEntity, true, "The card number is not one."},
	"CARD_NOT_FOR_TESTS":        {http.StatusUnprocessableEntity, true, "The card is none of the test cards; nobody's real card has any business here."},
	"CARD_EXPIRED":              {http.StatusUnprocessableEntity, true, "The card has expired."},
	"CARD_DATA_INVALID":         {http.StatusUnprocessableEntity, true, "What the reader passed of the card does not read."},
	"INSTRUMENT_DECLINED":       {http.StatusUnprocessableEntity, false, "The payer's means of payment was declined; another one may do."},
	"PAYER_CANNOT_PAY":          {http.StatusUnprocessableEntity, false, "This payer cannot pay this order."},
	"PAYER_ACCOUNT_RESTRICTED":  {http.StatusUnprocessableEntity, false, "The payer's account is restricted."},
	"PAYEE_ACCOUNT_RESTRICTED":  {http.StatusUnprocessableEntity, false, "The merchant's account is restricted."},
	"TRANSACTION_REFUSED":       {http.StatusUnprocessableEntity, false, "The transaction was refused."},
	"DUPLICATE_INVOICE_ID":      {http.StatusUnprocessableEntity, false, "The invoice was paid before."},
	"PAYER_ACCOUNT_NOT_FOUND":   {http.StatusUnprocessableEntity, true, "There is no such test account."},
	"INTERNAL_SERVER_ERROR":     {http.StatusInternalServerError, false, "The gateway cannot answer."},
	"ORDER_CANNOT_BE_CONFIRMED": {http.StatusUnprocessableEntity, false, "The order is in no state to be approved."},

	"AUTHORIZATION_VOIDED":               {http.StatusUnprocessableEntity, false, "The authorisation was voided."},
	"AUTHORIZATION_ALREADY_CAPTURED":     {http.StatusUnprocessableEntity, false, "The authorisation was captured finally."},
	"AUTHORIZATION_DENIED":               {http.StatusUnprocessableEntity, false, "The authorisation was denied."},
	"AUTHORIZATION_EXPIRED":              {http.StatusUnprocessableEntity, false, "The authorisation has expired."},
	"AUTH_CAPTURE_CURRENCY_MISMATCH":     {http.StatusUnprocessableEntity, false, "The currency is not the authorisation's."},
	"MAX_CAPTURE_AMOUNT_EXCEEDED":        {http.StatusUnprocessableEntity, false, "The captures come to more than the authorisation covers."},
	"MAX_CAPTURE_COUNT_EXCEEDED":         {http.StatusUnprocessableEntity, false, "The authorisation was captured as often as it may be."},
	"PREVIOUSLY_VOIDED":                  {http.StatusUnprocessableEntity, false, "The authorisation was voided before."},
	"PREVIOUSLY_CAPTURED":                {http.StatusUnprocessableEntity, false, "The authorisation was captured before."},
	"CANNOT_BE_VOIDED":                   {http.StatusUnprocessableEntity, false, "The authorisation is in no state to be voided."},
	"REAUTHORIZATION_TOO_SOON":           {http.StatusUnprocessableEntity, false, "The honour period has not ended."},
	"REAUTHORIZATION_NOT_SUPPORTED":      {http.StatusUnprocessableEntity, false, "What came of a reauthorisation cannot be reauthorised."},
	"MAX_REAUTHORIZATION_COUNT_EXCEEDED": {http.StatusUnprocessableEntity, false, "The authorisation was reauthorised as often as it may be."},
	"MAX_AUTHORIZATION_AMOUNT_EXCEEDED":  {http.StatusUnprocessableEntity, false, "The amount is more than the authorisation covers."},

	"REAUTHORIZATION_DECLINED_BY_PROCESSOR": {http.StatusUnprocessableEntity, false, "The issuer did not grant it."},

	"CAPTURE_FULLY_REFUNDED":           {http.StatusUnprocessableEntity, false, "All of the capture has been given back."},
	"REFUND_AMOUNT_EXCEEDED":           {http.StatusUnprocessableEntity, false, "The refunds come to more than the capture."},
	"REFUND_CAPTURE_CURRENCY_MISMATCH": {http.StatusUnprocessableEntity, false, "The currency is not the capture's."},

	"WEBHOOK_URL_INVALID":        {http.StatusBadRequest, true, "A webhook is an http or https URL with a host and no user."},
	"WEBHOOK_URL_ALREADY_EXISTS": {http.StatusBadRequest, true, "There is a webhook with this URL."},
	"WEBHOOK_NUMBER_LIMIT":       {http.StatusBadRequest, true, "There are as many webhooks as there may be."},
	"EVENT_TYPE_NOT_FOUND":       {http.StatusBadRequest, true, "There is no such event type."},
}
