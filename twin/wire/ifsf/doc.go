// Package ifsf is the dialect "ifsf": the IFSF dispenser application over TCP/IP, between a forecourt controller and
// dispensers that are nodes of a network. The facts, with their sources and how far to trust them (A two sources or a
// capture, B one, C our own reasoning), are in the project's fact sheet on pump protocols, section 3; letters in comments
// are its letters. The official parts 2-02 and 3-01 are for members and were not used.
//
//	LNAR LNAO MC M_St M_Lg DB_Ad_Lg DB_Ad ..  READ: Data_Ids   ACK: MS_ACK (Data_Id Data_ACK)..
//	                                          WRITE, ANSWER, UNSOLICITED: (Data_Id Data_Lg Data)..
//
// A session is one end of one connection. It hears segments as they come: messages, parts of them, several at once. M_Lg
// is all that holds a stream together; after a head that cannot be one, or a message that takes longer than 3 s, it looks
// for the next head that is addressed to its node (C). At most 4096 bytes of a message are kept. A session
// knows one conversation; connections and heartbeats are an Exchange's.
//
// # The network
//
// A heartbeat says where a node accepts connections (A). Who then connects is a habit (C), ExchangeConfig.Connects: the
// controller, the dispenser or both. What a node says goes out on the connection that it made, else on the one that was
// made to it; it hears on either.
//
//   - A dispenser works with one controller, the first that speaks to it, until that one's connections are gone or nothing
//     was heard of it for three intervals. Orders of others are answered with MS_ACK 2, refused (C).
//   - A second connection of the same controller takes over once the first was silent for 5 s (C): its end may be dead.
//   - A controller connects to the nodes of its plan and to no others, and a node on loopback to loopback only.
//   - A controller makes a connection again on which nothing was answered for 10 s (C).
//   - Connections that say nothing give way to new ones, those that say garbage for 8 KiB are closed.
//   - A dispenser that has connected asks the controller for its node, so that the controller knows who it is (C).
//   - When a connection is gone, a controller refuses what waits and reports its points unreachable; a dispenser keeps its
//     database and tells the next one what was not acknowledged.
//
// # The dispenser's end
//
// It is a database. Reports fill it; READ is answered and WRITE acknowledged from it, Data_Id by Data_Id; changes are told
// to the controller that spoke last, or to the recipients that were added. States, running sales: without ACK. Transactions
// and errors: with ACK, told four times 3 s apart, kept for whoever connects later.
//
//   - The electronics know a sale that has ended and wants a Reset; IFSF knows an idle point and a transaction. So when a
//     StatusReport says Ended, the session asks for display and totals, moves the sale into its buffer, tells the
//     transaction, sends Reset by itself, and then tells the idle state. A sale of nothing makes no transaction unless
//     ZeroTR_Mode is 1. With Nb_Tran_Buffer_Not_Paid unpaid ones Release_FP is refused (Data_ACK 6), and a sale that came
//     without a release stays in the electronics until one is cleared. The buffer does not survive a power cut; totals do.
//   - Electronics that have prices are idle; FP_State is Closed until Open_FP (state 1 leads to 2, B). Close_FP is SwitchOff,
//     Open_FP of a point that is switched off is Reset. Terminate_FP is Stop.
//   - Electronics want all prices at once: they hear SetPrices when each nozzle's product has one, and are asked what they
//     took. Another price than that written is answered with Data_ACK 6.
//   - Commands behind a Data_Id of the same message that was refused are refused too (C).
//   - Fuelling mode 1 is the cash price and mode 2 the credit price. Writing Fuelling_Mode is SelectLevel; the transaction
//     has the mode that it was made in. Credit prices are handed on when every product of a point has one.
//   - TR_Average_Temp is written as bin8 and four digits of BCD in degrees Celsius, and read in any number form (C).
//   - Config_Lock, Release_Mode, Assign_Contr_Id and the calculator's settings are kept and have no effect.
//
// Several points behind one connection are addresses 21h to 24h of one session, or, with a Cabinet, one session each,
// where every point is a computer with power of its own. Products and prices are the node's: a price is refused while any of
// its points sells that product. A point that was without power while a controller configured products has the old ones.
//
// # The controller's end
//
// It has one request on its way to each point. Nothing is sent twice: TCP repeats what is lost, and a pump may have obeyed
// what was not acknowledged. A request without an answer for 3 s is refused (forecourt.Refused). A point from which nothing
// came for 8 s is unreachable, and what waits for it is refused. Each cycle (1 s) reads FP_State and Log_Noz_State of a
// point that nothing else is asked of, which also keeps electronics from believing that nobody is there.
//
//   - A point that answers is assigned; its prices and its buffer are read as soon as it is operative; it is opened when it
//     is closed, unless SwitchOff closed it.
//   - AllowNozzles, a preset and Authorise go one after the other; where one is refused, those of the same instant that
//     come after it are refused unsent.
//   - A transaction that becomes payable is read, with the totals of its nozzle. Then its FillingReport and TotalsReports
//     are told, and a status that says Ended; meanwhile the idle state waits. ReturnFilling reads that transaction, Reset
//     clears it. Several are told one by one, the oldest first; one that another controller has locked is left alone.
//   - Error 27h, limit reached, becomes Status.LimitReached (B). Errors and alarms: see fault.go.
//   - SelectLevel writes Fuelling_Mode, SetPrices the prices of mode 1 and then of mode 2. Where points behind one node sell
//     the same product, its price is changed for all of them: the controller gives none of them a discount.
//   - A NozzleReport has the price that was last read or written for the nozzle's product in the mode, or its finished sale's.
//
// # Left out
//
// Meters, blends, historic transactions, local presets, light control, leak test, FP_Alarm and the multi-nozzle message,
// software download, weights-and-measures data, fuelling modes but 1 and 2, identification and display layouts (sizes not known),
// Max_Auth_Time (the electronics have their own), enforcement of the controller's assignment. The unit of Data_Id 59 is
// 0.1 s as in CSS; another source says 10 s. ReturnIdentity, ReturnParameters, SetFillingType and SetOutput cannot be carried.
package ifsf
