"""The active challenge: did the person do what was asked, before this camera and just now?"""
