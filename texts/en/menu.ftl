# Buttons of the reply keyboard and the invitation to choose.

menu-button-in = Check in
menu-button-out = Check out
menu-button-history = History
menu-button-location = Share location
menu-button-contact = Share my number
menu-choose = Press Check in when you arrive or Check out when your work is done.
