package iso8583

// The columns of element.presence.
const (
	inRequest = iota
	inAnswer
	inAdvice
	inReversal
	inNetwork
	inReconciliation
)

// messageInfo is one message type of a profile.
type messageInfo struct {
	mti      MTI // on the wire
	means    MTI // what it is called here; empty: the same
	answer   MTI // what answers it; empty for an answer
	repeat   MTI // how it is sent again; empty where it is not
	column   int
	meaning  string
	evidence byte
}

// us87Messages are the message types of the profile (A unless said).
var us87Messages = []messageInfo{
	{AuthorisationRequest, "", AuthorisationAnswer, "", inRequest, "authorisation request", 'A'},
	{AuthorisationAnswer, "", "", "", inAnswer, "authorisation answer", 'A'},
	{AuthorisationAdvice, "", AuthorisationAdviceAnswer, AuthorisationAdviceRepeat, inAdvice, "authorisation advice (completion)", 'A'},
	{AuthorisationAdviceRepeat, "", AuthorisationAdviceAnswer, AuthorisationAdviceRepeat, inAdvice, "authorisation advice repeated", 'A'},
	{AuthorisationAdviceAnswer, "", "", "", inAnswer, "authorisation advice answer", 'A'},
	{FinancialRequest, "", FinancialAnswer, "", inRequest, "financial request", 'A'},
	{FinancialAnswer, "", "", "", inAnswer, "financial answer", 'A'},
	{FinancialAdvice, "", FinancialAdviceAnswer, FinancialAdviceRepeat, inAdvice, "financial advice (completion)", 'A'},
	{FinancialAdviceRepeat, "", FinancialAdviceAnswer, FinancialAdviceRepeat, inAdvice, "financial advice repeated", 'A'},
	{FinancialAdviceAnswer, "", "", "", inAnswer, "financial advice answer", 'A'},
	{ReversalRequest, "", ReversalAnswer, "", inReversal, "reversal request", 'A'},
	{ReversalAnswer, "", "", "", inAnswer, "reversal answer", 'A'},
	{ReversalAdvice, "", ReversalAdviceAnswer, ReversalAdviceRepeat, inReversal, "reversal advice", 'A'},
	{ReversalAdviceRepeat, "", ReversalAdviceAnswer, ReversalAdviceRepeat, inReversal, "reversal advice repeated", 'A'},
	{ReversalAdviceAnswer, "", "", "", inAnswer, "reversal advice answer", 'A'},
	{Reconciliation, "", ReconciliationAnswer, "", inReconciliation, "reconciliation request", 'A'},
	{ReconciliationAnswer, "", "", "", inAnswer, "reconciliation answer", 'A'},
	{NetworkRequest, "", NetworkAnswer, "", inNetwork, "network management request", 'A'},
	{NetworkAnswer, "", "", "", inAnswer, "network management answer", 'A'},
}

// ifsf93Messages are the message types that a public acquirer's description of the IFSF interface lists, and reconciliation
// (A). Each means what the type of us87 beside it means.
var ifsf93Messages = []messageInfo{
	{"1100", AuthorisationRequest, "1110", "", inRequest, "authorisation request", 'A'},
	{"1110", AuthorisationAnswer, "", "", inAnswer, "authorisation answer", 'A'},
	{"1200", FinancialRequest, "1210", "", inRequest, "financial request", 'A'},
	{"1210", FinancialAnswer, "", "", inAnswer, "financial answer", 'A'},
	{"1220", FinancialAdvice, "1230", "1221", inAdvice, "financial advice (completion)", 'A'},
	{"1221", FinancialAdviceRepeat, "1230", "1221", inAdvice, "financial advice repeated", 'A'},
	{"1230", FinancialAdviceAnswer, "", "", inAnswer, "financial advice answer", 'A'},
	{"1420", ReversalAdvice, "1430", "1421", inReversal, "reversal advice", 'A'},
	{"1421", ReversalAdviceRepeat, "1430", "1421", inReversal, "reversal advice repeated", 'A'},
	{"1430", ReversalAdviceAnswer, "", "", inAnswer, "reversal advice answer", 'A'},
	{"1520", Reconciliation, "1530", "", inReconciliation, "reconciliation advice", 'A'},
	{"1530", ReconciliationAnswer, "", "", inAnswer, "reconciliation answer", 'A'},
	{"1820", NetworkRequest, "1830", "", inNetwork, "network management advice", 'A'},
	{"1830", NetworkAnswer, "", "", inAnswer, "network management answer", 'A'},
}
